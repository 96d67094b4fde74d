import { afterEach, describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { Random } from '../../device-model/random.ts';
import { deliveryChart, dhcpChart, jobChart, panelChart, receiveChart } from '../../firmware/index.ts';
import { standingStates } from '../support/chart-paths.ts';
import { type End, GOLDEN, type LoggedState, PowerCase } from '../support/power-case.ts';
import { account, counts, operate } from '../support/power-operator.ts';
import { THROUGH, WAYS } from '../support/power-ways.ts';
import { RECIPIENT } from '../support/scenario.ts';

/**
 * The plug is pulled in every state of every chart, at either end: in the moment in which the state is entered, within the
 * machine's own doing, and a little later, when something is being written. Unsynced writes are lost or torn as the store's own seed
 * has it.
 */
interface Chart {
  readonly chart: AnyStateMachine;
  /** What the log calls it. */
  readonly logged: 'job' | 'delivery' | 'reception' | 'screen' | 'dhcp';
  readonly owner: End;
}

const CHARTS: readonly Chart[] = [
  { chart: jobChart, logged: 'job', owner: 'ifax1' },
  { chart: deliveryChart, logged: 'delivery', owner: 'ifax1' },
  { chart: panelChart, logged: 'screen', owner: 'ifax1' },
  { chart: receiveChart, logged: 'reception', owner: 'ifax2' },
  { chart: dhcpChart, logged: 'dhcp', owner: 'ifax2' },
];
const ENDS: readonly End[] = ['ifax1', 'ifax2'];
/** Longer than any record takes to be written. */
const LATER_MS = 25;

/** Screens of a transmission. */
const OF_A_JOB: readonly string[] = ['standby', 'station', 'address', 'progress', 'question', 'result', 'stopChoice'];

const CASES = CHARTS.flatMap(({ chart, logged, owner }) =>
  standingStates(chart).flatMap((path) => {
    const leaf = path.slice(path.lastIndexOf('.') + 1);
    // While nothing is sent, the far end has no part in what the panel shows.
    const ends = logged === 'screen' && !OF_A_JOB.includes(leaf) ? [owner] : ENDS;
    return ends.map((end) => {
      const state: LoggedState = `${logged} ${leaf}`;
      return { name: `${chart.id} ${path}`, logged, way: WAYS[chart.id]?.[path], state, owner, end };
    });
  }),
);

/** After the power-on the machine has an address of the server's again, and the server knows. */
function expectLeased({ story, recipient }: PowerCase, told: string): void {
  const given = story.rig.dhcpServer('dhcp').bindings.map(({ address }) => address);
  expect(given, told).toContain(recipient.board.network.configuration?.address);
}

let at: PowerCase | undefined;
afterEach(() => at?.close());

describe('the plug is pulled', () => {
  test.each(CASES)('of $end in $name', async ({ name, logged, way, state, owner, end }) => {
    expect(way, `a way into ${name}`).toBeDefined();
    if (way === undefined) return;
    const random = new Random(`${name} ${end}`);
    for (const afterMs of [undefined, random.below(LATER_MS) + 1]) {
      const told = `${end} in ${name}, ${afterMs === undefined ? 'at once' : `after ${afterMs} ms`}`;
      at = await PowerCase.begin(way, told);
      await at.cutIn(way, state, { owner, end, afterMs });
      counts.cuts += 1;
      await operate(at, way);
      await account(at, way, told);
      if (logged === 'dhcp') expectLeased(at, told);
      at.close();
    }
  });

  const SHEET_CASES = GOLDEN.flatMap((_, index) =>
    [undefined, 1, 2, 3, 4, 5, 6, 7, 8].map((ms) => [index + 1, ms] as const),
  );
  test.each(SHEET_CASES)('of the recipient when sheet %i falls into the tray, %s ms later', async (sheet, afterMs) => {
    const told = `ifax2 at sheet ${sheet}, ${afterMs ?? 0} ms later`;
    at = await PowerCase.begin(THROUGH, told);
    await at.cutIn(THROUGH, `sheet ${sheet}`, { owner: 'ifax2', end: 'ifax2', afterMs });
    counts.cuts += 1;
    await operate(at, THROUGH);
    await account(at, THROUGH, told);
  });

  test('of a machine with a fixed address: it is announced and defended again', async () => {
    at = await PowerCase.begin(THROUGH, 'fixed address');
    await at.recipient.cutPower();
    await at.restore('ifax2');
    await at.story.rig.advance(20_000);
    const other = at.story.rig.lan.host({ name: 'squatter', segment: 'works' });
    other.configure(RECIPIENT);
    await at.story.rig.clock.enter(() => other.probe(RECIPIENT.address, () => undefined));
    await at.story.rig.advance(1_000);
    expect(at.story.events('ifax2', 'lan.address-defended')).toHaveLength(1);
    expect(at.recipient.board.network.configuration).toMatchObject(RECIPIENT);
    await at.start();
    await operate(at, THROUGH);
    await account(at, THROUGH, 'fixed address');
  });

  test('the counts', () => {
    process.stdout.write(`power campaign, states: ${JSON.stringify(counts)}\n`);
    expect(counts.cuts).toBe(2 * CASES.length + SHEET_CASES.length);
  });

  test('nothing in the table of ways is out of date', () => {
    const states = CHARTS.map(({ chart }) => [chart.id, [...standingStates(chart)].sort()]);
    expect(Object.fromEntries(states)).toEqual(
      Object.fromEntries(Object.entries(WAYS).map(([id, ways]) => [id, Object.keys(ways).sort()])),
    );
  });
});
