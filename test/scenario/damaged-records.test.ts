import { afterEach, describe, expect, test } from 'vitest';
import { INFO_CODES } from '../../firmware/journal/info-codes.ts';
import { FACTORY_DEFAULTS } from '../../firmware/settings/settings.ts';
import type { Machine } from '../../rig/machine.ts';
import { SHEETS } from '../support/power-case.ts';
import { Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

const { code, lcd } = INFO_CODES['record-damaged'];
/** Nobody is there. */
const MAIL_SERVER = '10.20.30.6';
const HOUR_MS = 60 * 60_000;

/** ifax2 with something of everything in its store: a fax half printed, one on its way, a notification that cannot leave. */
async function fullMachine(): Promise<Machine> {
  story = await Story.begin({
    settings: { deliveryNotice: 'On' },
    recipientSettings: {
      resolution: '204x98',
      mailServer: MAIL_SERVER,
      redialInterval: 3_600,
      notificationInterval: 7_200,
    },
  });
  const { recipient, rig } = story;
  await rig.clock.enter(() => {
    void recipient.firmware?.calendar.set(new Date(Date.UTC(2006, 5, 1)));
  });
  const send = async (machine: Machine, sheets: number): Promise<void> => {
    await machine.press('RESET');
    await machine.load(...SHEETS.slice(0, sheets));
    await machine.press('0', '0', '1', 'START');
  };
  await send(recipient, 1);
  await story.journaled(1, recipient);
  await send(story.sender, 1);
  await rig.until(() => story.events('ifax2', 'notification.failed').length > 0, 'a notification waits');
  await recipient.jamPrinter({ afterSheets: 1 });
  await send(story.sender, 2);
  await rig.until(() => recipient.conditions.some(({ row }) => row.key === 'paper-jam'), 'the second page waits');
  await story.sender.cutPower();
  await send(recipient, 2);
  await rig.until(() => recipient.firmware?.transmitter.statuses[0]?.stage === 'redialWaiting', 'redial waits');
  await rig.advance(1_000);
  return recipient;
}

/** The store's records by name. */
async function records(machine: Machine): Promise<ReadonlyMap<string, string>> {
  let found: ReadonlyMap<string, string> | undefined;
  const { storage } = machine.board;
  await story.rig.clock.enter(() => {
    void storage
      .list('')
      .then((names) => Promise.all(names.map(async (name) => [name, (await storage.read(name)) ?? []] as const)))
      .then((all) => {
        found = new Map(all.map(([name, octets]) => [name, Buffer.from(octets).toString('latin1')]));
      });
  });
  await story.rig.until(() => found !== undefined, 'the store is read');
  return found ?? new Map();
}

/** One bit in the middle. */
function spoiled(record: string): Buffer {
  const octets = Buffer.from(record, 'latin1');
  const middle = octets.length >> 1;
  octets[middle] = (octets[middle] ?? 0) ^ 1;
  return octets;
}

interface Consequence {
  /** Records that go with it, set aside too; matched from the start. */
  readonly together?: readonly RegExp[];
  /** Records that mean nothing without it. */
  readonly gone?: readonly RegExp[];
  /** Of a list, only the line is lost. */
  readonly stays?: true;
  readonly check?: (machine: Machine) => void;
}

/** Every kind of record that a machine keeps. */
const KINDS: Readonly<Record<string, Consequence & { readonly name: RegExp }>> = {
  settings: {
    name: /^settings\/parameters$/,
    check: (machine) => expect(machine.firmware?.settings.values).toEqual(FACTORY_DEFAULTS),
  },
  'address book': {
    name: /^settings\/address-book$/,
    check: (machine) => expect(machine.firmware?.addressBook.stations).toEqual([]),
  },
  calendar: { name: /^settings\/calendar$/ },
  'learned capability': {
    name: /^settings\/learned\//,
    check: (machine) => expect(machine.firmware?.learned.all).toEqual([]),
  },
  journal: {
    name: /^journal\/communications$/,
    stays: true,
    check: (machine) => expect(machine.journal).toHaveLength(1),
  },
  'messages received': { name: /^received\/messages$/, stays: true },
  job: {
    name: /^jobs\/004$/,
    together: [/^xmt\/004\/page-001$/, /^xmt\/004\/page-002$/],
    check: (machine) =>
      expect(machine.journal.at(-1)).toMatchObject({ direction: 'XMT', fileNumber: 4, result: code, address: '' }),
  },
  'stored page': {
    name: /^xmt\/004\/page-002$/,
    gone: [/^jobs\/004$/, /^xmt\/004\/page-001$/],
    check: (machine) =>
      expect(machine.journal.at(-1)).toMatchObject({ direction: 'XMT', fileNumber: 4, result: '914' }),
  },
  envelope: {
    name: /^rcv\/\d{3}\/envelope$/,
    together: [/^rcv\/\d{3}\/message$/],
    gone: [/^rcv\/\d{3}\/printed$/],
    check: (machine) => expect(machine.journal.at(-1)).toMatchObject({ direction: 'RCV', result: code, address: '' }),
  },
  message: {
    name: /^rcv\/\d{3}\/message$/,
    gone: [/^rcv\/\d{3}\//],
    check: (machine) =>
      expect(machine.journal.at(-1)).toMatchObject({
        direction: 'RCV',
        result: code,
        address: 'pcc@ifax1.panasonic.example',
      }),
  },
  // The sheet is printed again rather than left out.
  'sheets counted': { name: /^rcv\/\d{3}\/printed$/ },
  notification: { name: /^notifications\// },
};

test('every record of a machine is of one of these kinds', async () => {
  const all = [...(await records(await fullMachine())).keys()];
  const kinds = Object.values(KINDS);
  // The page before the one in the table is of its kind.
  expect(all.filter((name) => !kinds.some((kind) => kind.name.test(name.replace('page-001', 'page-002'))))).toEqual([]);
  expect(Object.keys(KINDS).filter((key) => !all.some((name) => KINDS[key]?.name.test(name)))).toEqual([]);
});

describe('one bit of it decayed: set aside with 968, and the rest lives', () => {
  test.each(Object.entries(KINDS))('%s', async (_, { name: pattern, together = [], gone = [], stays, check }) => {
    const machine = await fullMachine();
    const before = await records(machine);
    const [name = '', record = ''] = [...before].find(([one]) => pattern.test(one)) ?? [];
    const bad = spoiled(record);
    await story.rig.clock.enter(() => void machine.board.storage.replace(name, bad));
    await story.rig.advance(100);
    await machine.cutPower();
    await machine.powerOn();
    await story.rig.until(() => machine.ready, 'the machine is ready');
    const after = await records(machine);

    const told = story.events('ifax2', 'record.set-aside').map(({ data }) => [data['record'], data['infoCode']]);
    const alsoTold = [...before.keys()].filter((one) => together.some((each) => each.test(one)));
    expect(told).toHaveLength(1 + alsoTold.length);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries([name, ...alsoTold].map((one) => [one, code])));
    for (const one of [name, ...alsoTold]) {
      expect(after.get(`damaged/${one}.1`)).toBe(one === name ? bad.toString('latin1') : before.get(one));
    }
    expect(machine.conditions.map(({ row }) => row.code)).toContain(code);
    expect(machine.board.panel.lamp('alarm')).not.toBe('off');
    check?.(machine);

    const touched = [pattern, ...together, ...gone];
    for (const [one, was] of before) {
      const isTouched = touched.some((each) => each.test(one));
      // The journal has a line more, or one less.
      if (one === 'journal/communications' || (isTouched && stays)) continue;
      expect(after.get(one), one).toBe(isTouched ? undefined : was);
    }
  });
});

test('the condition stands after the next power-on too, until the copies are cleared', async () => {
  story = await Story.begin();
  const { recipient } = story;
  await story.rig.clock.enter(() => void recipient.board.storage.replace('jobs/005', Buffer.from('not ours')));
  await story.rig.advance(100);
  for (let powerOn = 0; powerOn < 2; powerOn += 1) {
    await recipient.cutPower();
    await recipient.powerOn();
    await story.rig.until(() => recipient.ready, 'ifax2 is ready');
    expect(recipient.lcd[2]).toBe(`${lcd[0].padEnd(37)}${code}`);
    expect(recipient.board.panel.lamp('alarm')).toBe('flashing');
  }
  expect(story.events('ifax2', 'record.set-aside')).toHaveLength(1);
  expect(await recipient.clearDamagedRecords()).toEqual(['damaged/jobs/005.1']);
  expect(recipient.conditions).toEqual([]);
  expect([...(await records(recipient)).keys()].filter((name) => name.startsWith('damaged/'))).toEqual([]);
  await story.rig.advance(HOUR_MS);
  expect(recipient.board.panel.lamp('alarm')).toBe('off');
});
