import { afterEach, describe, expect, test } from 'vitest';
import { blankRaster } from '../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { deliveryChart } from '../../firmware/index.ts';
import type { ChartArrow } from '../../rig/export/chart-mermaid.ts';
import { pngOfPage } from '../../rig/export/png-of-page.ts';
import type { OriginalFile } from '../../rig/machine.ts';
import { arrowName, arrowNames, isBreakdown, leafOf, shortestPaths } from '../support/chart-paths.ts';
import { refusing, takingAll } from '../support/far-end-script.ts';
import { RECIPIENT, type Settings, Story, type StoryOptions } from '../support/scenario.ts';

let story: Story;
afterEach(() => story?.close());

interface Memory {
  readonly cancelWanted: boolean;
  /** A failure that redial may mend. */
  readonly retryable: boolean;
}

/** In these a STOP is out of reach (they pass in no time) or has a transition of its own. */
const NO_STOP: ReadonlySet<string> = new Set([
  'starting',
  'calling.waiting',
  'calling.recording',
  'calling.failing',
  'cancelling',
]);

const PATHS = shortestPaths<Memory>(deliveryChart, {
  start: { cancelWanted: false, retryable: false },
  endsWith: ({ label }) => label === '[stillWaiting]',
  take: (memory, { from, to, label }) => {
    const { cancelWanted, retryable } = memory;
    if (label === 'xmt.cancel' && to === 'cancelling' && NO_STOP.has(from)) return undefined;
    if (label === 'xmt.cancel' && from === 'calling.failing') return { cancelWanted: true, retryable };
    if (label === 'session.failed') return { cancelWanted, retryable: true };
    if (label === 'record done [cancelWanted]' && !(cancelWanted && retryable)) return undefined;
    if (label === 'record done [redialPlanned]' && (cancelWanted || !retryable)) return undefined;
    return memory;
  },
});

interface Stimulus {
  readonly settings?: Settings;
  readonly zones?: StoryOptions['zones'];
  readonly farEnd?: 'absent' | 'deaf' | 'incompatible' | 'refuses';
  /** While the page is scanned, before the delivery begins. */
  readonly early?: (story: Story) => Promise<void>;
  readonly act?: (story: Story) => Promise<void>;
  readonly before?: (story: Story) => Promise<void>;
}

const stop = async (at: Story): Promise<void> => at.sender.press('STOP');
const zoneOf = (...addresses: string[]): NonNullable<StoryOptions['zones']> => [
  {
    domain: 'panasonic.example',
    records: [
      { type: 'A', name: 'ifax1.panasonic.example', address: '192.168.10.21' },
      ...addresses.map((address) => ({ type: 'A' as const, name: 'ifax2.panasonic.example', address })),
    ],
  },
];

/** How each transition is brought about; those that are not here happen by themselves. */
const STIMULI: Readonly<Record<string, Stimulus>> = {
  'starting -> redialWaiting : [stillWaiting]': {
    farEnd: 'deaf',
    before: async (at) => {
      await at.send();
      await at.delivering('redialWaiting');
      await at.rig.advance(1_000);
      await at.sender.cutPower();
      await at.sender.powerOn();
    },
  },
  'starting -> deferred : [deferred]': { settings: { deferredXmt: '22:00' } },
  'deferred -> calling : after redialInterval': { settings: { deferredXmt: '09:30' } },
  ' -> cancelling : xmt.cancel': { act: stop },
  'calling.preflight -> calling.failing : preflight done': {
    early: (at) => at.sender.set('directIfaxXmt', 'Invalid'),
  },
  'calling.resolving -> calling.failing : resolve done': { zones: zoneOf() },
  'calling.onLine -> calling.onLine : session.failed [anotherAddress]': {
    zones: zoneOf('10.20.30.6', RECIPIENT.address),
  },
  'calling.onLine -> calling.failing : session.failed': { farEnd: 'deaf' },
  'calling.onLine.negotiating -> calling.failing : negotiate done': { farEnd: 'incompatible' },
  'calling.failing -> calling.failing : xmt.cancel': { act: stop },
  'calling.failing -> incomplete : record done': { settings: { redialCount: 0 } },
  'redialWaiting -> calling : after redialInterval': { settings: { redialInterval: 1 } },
};

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** What the log tells of a path: every state that is entered, but for those left without an event. */
function seenStates(path: readonly ChartArrow[]): readonly string[] {
  const states = path.flatMap((arrow, index) => {
    const left = path[index + 1]?.label ?? 'end';
    if (left === '' || left.startsWith('[') || arrow.from === arrow.to) return [];
    return [lastPart(leafOf(deliveryChart, arrow.to))];
  });
  // Final states end the actor; the journal tells of them.
  return states.filter((state) => !['delivered', 'incomplete', 'cancelled', 'waiting'].includes(state));
}

function entered(at: Story): readonly string[] {
  const lines = at.rig.log.lines;
  const from = lines.findLastIndex(({ machine, event }) => machine === 'ifax1' && event === 'power.on');
  const states = lines.slice(from).flatMap(({ machine, event, data: { state } }) => {
    return machine === 'ifax1' && event === 'delivery.entered' && typeof state === 'string' ? [state] : [];
  });
  return states.filter((state) => state !== 'waiting' && !['delivered', 'incomplete', 'cancelled'].includes(state));
}

/** LCD, page in memory, result in the journal and state of the destination, by the state in which a path ends. */
const SURFACES: Readonly<Record<string, readonly [lcd: RegExp, journal: RegExp, destination: RegExp]>> = {
  waiting: [/WAITING FOR THE LINE|CHECKING THE NETWORK/, /^$/, /^(waiting|transmitting)$/],
  preflight: [/CHECKING THE NETWORK SETTINGS/, /^$/, /^(waiting|transmitting)$/],
  resolving: [/LOOKING UP THE ADDRESS/, /^$/, /^transmitting$/],
  connecting: [/CONNECTING/, /^$/, /^transmitting$/],
  greeting: [/CONNECTED/, /^$/, /^transmitting$/],
  hello: [/EXCHANGING NAMES/, /^$/, /^transmitting$/],
  originating: [/EXCHANGING NAMES/, /^$/, /^transmitting$/],
  addressing: [/ASKING THE CAPABILITY/, /^$/, /^transmitting$/],
  negotiating: [/CHOOSING THE FORMAT|CODING/, /^$/, /^transmitting$/],
  coding: [/CODING THE PAGES/, /^$/, /^transmitting$/],
  requesting: [/STARTING TO SEND/, /^$/, /^transmitting$/],
  sending: [/SENDING/, /^$/, /^transmitting$/],
  confirming: [/WAITING FOR THE CONFIRMATION/, /^$/, /^transmitting$/],
  recording: [/CONFIRMED/, /^$/, /^(transmitting|delivered)$/],
  failing: [/ENDING THE CALL|STOPPING/, /^$/, /^(transmitting|waiting|incomplete)$/],
  deferred: [/DEFERRED UNTIL 22:00/, /^$/, /^waiting$/],
  redialWaiting: [/REDIAL AT \d\d:\d\d/, /^$/, /^waiting$/],
  cancelling: [/CANCELLING|STOPPING/, /^(910)?$/, /^(waiting|transmitting|cancelled)$/],
  delivered: [/XMT FILE 001 +OK/, /^OK$/, /^(delivered)?$/],
  incomplete: [/INCOMPLETE \d{3}/, /^\d{3}$/, /^incomplete$/],
  cancelled: [/STOPPED/, /^910$/, /^(cancelled)?$/],
};

const INCOMPATIBLE = takingAll({
  ehlo: ['250-far.example', '250 CONNEG'],
  rcpt: ['250-<june@ifax2.panasonic.example> recipient ok', '250 (&(color=Full)(image-coding=JPEG)(dpi=600))'],
});

/** Does not compress: its message takes many round trips, so that sending can be seen. */
function noiseSheet(): OriginalFile {
  const raster = blankRaster(1000, 1400);
  let state = 1;
  for (let i = 0; i < raster.octets.length; i += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    raster.octets[i] = state >>> 24;
  }
  return { label: 'noise', octets: pngOfPage({ raster, resolution: RESOLUTIONS['200x200'] }), paper: 'A4' };
}

async function replay(path: readonly ChartArrow[]): Promise<void> {
  const stimuli = path.map((arrow) => STIMULI[arrowName(arrow)] ?? {});
  const settings = Object.assign({}, ...stimuli.map((one) => one.settings ?? {})) as Settings;
  const zones = stimuli.find((one) => one.zones !== undefined)?.zones ?? zoneOf(RECIPIENT.address);
  const farEnd = stimuli.find((one) => one.farEnd !== undefined)?.farEnd ?? 'takes';
  story = await Story.begin({ recipient: 'absent', settings, zones });
  if (farEnd === 'deaf') story.farEnd();
  else if (farEnd === 'incompatible') story.farEnd(INCOMPATIBLE);
  else if (farEnd === 'refuses') story.farEnd(refusing('rcpt', '550 no such mailbox'));
  else story.farEnd(takingAll());
  const before = stimuli.find((one) => one.before !== undefined)?.before;
  const early = stimuli.find((one) => one.early !== undefined)?.early;
  if (before !== undefined) await before(story);
  else {
    await story.sender.load(noiseSheet());
    await story.sender.press('0', '0', '1', 'START');
  }
  if (early !== undefined) {
    await story.delivering('storing');
    await early(story);
  }
  await story.rig.until(() => story.events('ifax1', 'delivery.entered').length > 0, 'the delivery begins');
  let walked: ChartArrow[] = [];
  for (const [index, arrow] of path.entries()) {
    await stimuli[index]?.act?.(story);
    walked = [...walked, arrow];
    // The line is free: waiting for it passes in no time, and the guard's state tells of it.
    const passed = leafOf(deliveryChart, arrow.to) === 'calling.waiting' ? 1 : 0;
    const count = seenStates(walked).length + passed;
    await story.rig.until(() => entered(story).length >= count, `${arrow.to} is entered`);
  }
  const states = seenStates(path);
  expect(entered(story).slice(0, states.length)).toEqual(states);
  await surfaces(lastPart(leafOf(deliveryChart, path.at(-1)?.to ?? '')), before !== undefined);
}

async function surfaces(state: string, resumed: boolean): Promise<void> {
  const isEnd = ['delivered', 'incomplete', 'cancelled'].includes(state);
  if (isEnd) await story.journaled();
  const [lcd, journal, destination] = SURFACES[state] ?? [];
  expect(story.sender.lcd.join('\n')).toMatch(resumed ? /^READY/ : (lcd ?? /never/));
  expect(story.sender.journal.at(-1)?.result ?? '').toMatch(journal ?? /never/);
  const record = story.sender.firmware?.transmitter.record(1);
  expect(record?.destinations[0]?.state ?? '').toMatch(destination ?? /never/);
  // The page stays until the final 250 or STOP; an incomplete file waits for the operator.
  const gone = state === 'delivered' || state === 'cancelled';
  expect(story.memoryInUse > 0).toBe(!gone);
}

describe('every transition of the delivery chart, by its shortest path, on a booted machine', () => {
  const walked = [...PATHS].filter(([, path]) => !path.some(isBreakdown));
  test.each(walked)('%s', async (_, path) => {
    await replay(path);
  });

  test('no transition is without a path', () => {
    expect([...PATHS.keys()].sort()).toEqual([...new Set(arrowNames(deliveryChart))].sort());
  });

  test('nothing in the table of stimuli is out of date', () => {
    expect(Object.keys(STIMULI).filter((name) => !PATHS.has(name))).toEqual([]);
  });
});

describe('STOP in every state on the way', () => {
  const way = [...PATHS.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
  const STOPPED = { from: '', to: 'cancelling', label: 'xmt.cancel' };
  const stages = way
    .map((_, index) => way.slice(0, index + 1))
    .filter((path) => !NO_STOP.has(leafOf(deliveryChart, path.at(-1)?.to ?? '')) && path.at(-1)?.to !== 'delivered');
  test.each(stages.map((path) => [lastPart(path.at(-1)?.to ?? ''), path] as const))('%s', async (_, path) => {
    await replay([...path, STOPPED, { from: 'cancelling', to: 'cancelled', label: 'record done' }]);
  });
});
