import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { jobChart } from '../../firmware/index.ts';
import type { ChartArrow } from '../../rig/export/chart-mermaid.ts';
import type { OriginalFile } from '../../rig/machine.ts';
import { arrowName, arrowNames, isBreakdown, leafOf, shortestPaths } from '../support/chart-paths.ts';
import { refusing, takingAll } from '../support/far-end-script.ts';
import { plainSheet, type Settings, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story?.close());

/** What one plain sheet takes in the scan buffer. */
let pageOctets = 0;
beforeAll(async () => {
  story = await Story.begin({ recipient: 'absent' });
  story.farEnd([]);
  await story.send();
  await story.delivering('greeting');
  pageOctets = story.memoryInUse;
  story.close();
});

/** Whether a page is stored, and the paths that need a page go where a page is. */
interface Memory {
  readonly stored: boolean;
  /** Where the originals of this path are, once that matters. */
  readonly source?: 'feeder' | 'platen';
}

/** States that go on to `refusing` by themselves when no page is stored. */
const ASKS_FOR_PAGES: ReadonlySet<string> = new Set(['memoryFull', 'interrupted', 'committing']);

const PATHS = shortestPaths<Memory>(jobChart, {
  start: { stored: false },
  // After a power-on the panel follows no job: what an operator does then is another story.
  endsWith: ({ label }) => label.startsWith('[resumed'),
  take: ({ stored, source }, { from, to, label }) => {
    if (label === 'store done [lastOnGlass]')
      return source === 'feeder' ? undefined : { stored: true, source: 'platen' };
    if (label === 'store done [pageStored]')
      return source === 'platen' ? undefined : { stored: true, source: 'feeder' };
    if (source === 'platen' && label.startsWith('scan done') && label !== 'scan done [pageScanned]') return undefined;
    if (label.startsWith('[resumed')) return { stored: true };
    if (label === '[nothingStored]') return stored ? undefined : { stored };
    // The transition without an event comes before every other in these states.
    if (ASKS_FOR_PAGES.has(from) && !stored) return undefined;
    // STOP ends the deliveries; nothing else brings them all to `cancelled`.
    if (label.startsWith('deliveries.ended')) {
      const stopping = from === 'delivering.stopping';
      if (stopping !== (to === 'cancelling')) return undefined;
    }
    return source === undefined ? { stored } : { stored, source };
  },
});

interface World {
  readonly settings?: Settings;
  readonly farEnd?: 'takes' | 'refuses' | 'defers';
}

interface Stimulus {
  readonly world?: World;
  /** What is done when the machine is in the state that the arrow leaves. */
  readonly act?: (story: Story) => Promise<void>;
  /** What happened before the power-on with which this path begins. */
  readonly before?: (story: Story) => Promise<void>;
}

const press =
  (key: 'START' | 'STOP' | 'CLEAR' | '1') =>
  async (at: Story): Promise<void> =>
    at.sender.press(key);
const cutAndRestore = async (at: Story): Promise<void> => {
  await at.sender.cutPower();
  await at.sender.powerOn();
};

/** How each transition is brought about on a booted machine; those that are not here happen by themselves. */
const STIMULI: Readonly<Record<string, Stimulus>> = {
  'starting -> interrupted : [resumedScanning]': {
    before: async (at) => {
      await sheetsAndStart(at, [plainSheet('1'), plainSheet('2')]);
      await at.delivering('storing');
      await at.delivering('scanning');
      await cutAndRestore(at);
    },
  },
  'starting -> delivering : [resumedStored]': {
    before: async (at) => {
      await sheetsAndStart(at, [plainSheet('1')]);
      await at.delivering('connecting');
      await cutAndRestore(at);
    },
  },
  'starting -> incomplete : [resumedIncomplete]': {
    world: { farEnd: 'refuses' },
    before: async (at) => {
      await sheetsAndStart(at, [plainSheet('1')]);
      await at.journaled();
      await cutAndRestore(at);
    },
  },
  'preflight -> cancelling : xmt.cancel': { act: press('STOP') },
  'preflight -> refusing : preflight done': { world: { settings: { dhcp: 'Enabled' } } },
  'scanning -> cancelling : xmt.cancel': { act: press('STOP') },
  'storing -> cancelling : xmt.cancel': { act: press('STOP') },
  'memoryFull -> cancelling : xmt.cancel': { act: press('STOP') },
  'memoryFull -> committing : xmt.send-stored': { act: press('START') },
  'memoryFull -> refusing : after memoryFullWait': { world: { settings: { memoryFull: 'Cancel' } } },
  'nextOriginal -> cancelling : xmt.cancel': { act: press('STOP') },
  'nextOriginal -> scanning : xmt.scan-on': { act: press('1') },
  'nextOriginal -> committing : xmt.send-stored': { act: press('START') },
  'interrupted -> scanning : xmt.scan-on [inOneGo]': { act: press('1') },
  // What the operator changes in the file list ends in this command.
  'delivering -> delivering : xmt.revise': {
    world: { farEnd: 'defers' },
    act: async (at) => {
      await at.delivering('redialWaiting');
      await at.rig.clock.enter(() => at.sender.firmware?.transmitter.command(1, { type: 'xmt.revise' }));
    },
  },
  'interrupted -> cancelling : xmt.cancel': { act: press('STOP') },
  'interrupted -> committing : xmt.send-stored': { act: press('START') },
  'committing -> cancelling : xmt.cancel': { act: press('STOP') },
  'delivering.running -> delivering.stopping : xmt.cancel': { act: press('STOP') },
  'delivering -> releasing : deliveries.ended [allDelivered]': { world: { farEnd: 'takes' } },
  'delivering -> keeping : deliveries.ended [savesIncomplete]': { world: { farEnd: 'refuses' } },
  'delivering -> discarding : deliveries.ended': {
    world: { farEnd: 'refuses', settings: { incompleteFileSave: 'Off' } },
  },
  'incomplete -> delivering : xmt.resend': { act: press('START') },
  'incomplete -> discarding : xmt.discard': { act: press('CLEAR') },
  // No key of the panel cancels an incomplete file; the machine takes the command all the same.
  'incomplete -> discarding : xmt.cancel': {
    act: async (at) => {
      await at.rig.clock.enter(() => at.sender.firmware?.transmitter.command(1, { type: 'xmt.cancel' }));
    },
  },
};

/** The sheets that make a path happen: as many good ones as it stores, and at its end what stops the scanner. */
function sheetsOf(path: readonly ChartArrow[]): readonly OriginalFile[] {
  const labels = path.map(({ label }) => label);
  const good = labels.filter((label) => label === 'store done [pageStored]').length;
  const sheets = Array.from({ length: good }, (_, i) => plainSheet(`sheet ${i + 1}`));
  if (labels.includes('scan done')) return [...sheets, damagedSheet(), plainSheet('behind it')];
  // A sheet that finds no room, or one that is not scanned any more; none when the feeder runs empty behind a page.
  if (labels.includes('scan done [feederEmpty]') && good > 0) return sheets;
  return [...sheets, plainSheet('one more')];
}

function damagedSheet(): OriginalFile {
  const sheet = plainSheet('damaged');
  const octets = sheet.octets.slice();
  octets.fill(0xff, Buffer.from(octets).indexOf('IDAT') + 8, octets.length - 20);
  return { ...sheet, octets };
}

async function sheetsAndStart(at: Story, sheets: readonly OriginalFile[]): Promise<void> {
  await at.sender.load(...sheets);
  await at.sender.press('0', '0', '1', 'START');
}

async function glassAndStart(at: Story): Promise<void> {
  await at.sender.layOnGlass(plainSheet('on the glass'));
  await at.sender.press('0', '0', '1', 'START');
}

/** States in which a machine stands still long enough to be seen: not those that are left without an event. */
function seenStates(path: readonly ChartArrow[]): readonly string[] {
  return path.flatMap(({ to }, index) => {
    if (!isSeen(path, index)) return [];
    // Without a page these states are left at once.
    const asksInVain = ASKS_FOR_PAGES.has(to) && !storesPages(path);
    return [asksInVain ? 'refusing' : lastPart(leafOf(jobChart, to))];
  });
}

/** A state that is entered anew from itself tells nothing either. */
function isSeen(path: readonly ChartArrow[], index: number): boolean {
  const left = path[index + 1]?.label ?? 'end';
  return left !== '' && !left.startsWith('[') && path[index]?.from !== path[index]?.to;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** Lines of the log that tell of the job chart, from the last power-on on. */
function entered(at: Story): readonly string[] {
  const lines = at.rig.log.lines;
  const from = lines.findLastIndex(({ machine, event }) => machine === 'ifax1' && event === 'power.on');
  return lines.slice(from).flatMap(({ machine, event, data: { state } }) => {
    return machine === 'ifax1' && event === 'job.entered' && typeof state === 'string' ? [state] : [];
  });
}

interface Surfaces {
  readonly lcd: RegExp;
  /** What the image memory holds. */
  readonly pages: 'all' | 'none';
  /** Result of the last entry. */
  readonly journal: RegExp;
  /** State of the job record; empty when there is none any more. */
  readonly record: RegExp;
  /** A job that asks comes to the display by itself. */
  readonly asks?: true;
}

/** What every surface of the machine tells once the path is walked, by the state it ends in. */
const SURFACES: Readonly<Record<string, Surfaces>> = {
  preflight: { lcd: /CHECKING THE NETWORK SETTINGS/, pages: 'all', journal: /^$/, record: /^scanning$/ },
  scanning: { lcd: /SCANNING PAGE \d/, pages: 'all', journal: /^$/, record: /^scanning$/ },
  storing: { lcd: /STORING PAGE \d/, pages: 'all', journal: /^$/, record: /^scanning$/ },
  nextOriginal: { lcd: /NEXT ORIGINAL\?/, pages: 'all', journal: /^$/, record: /^scanning$/ },
  memoryFull: { lcd: /MEMORY OVERFLOW/, pages: 'all', journal: /^$/, record: /^scanning$/ },
  interrupted: {
    asks: true,
    lcd: /START=SEND STORED .*STOP=CANCEL/,
    pages: 'all',
    journal: /^$/,
    record: /^scanning$/,
  },
  committing: { lcd: /STORING THE DOCUMENT/, pages: 'all', journal: /^$/, record: /^(scanning|stored)$/ },
  running: {
    lcd: /WAITING FOR THE LINE|CHECKING THE NETWORK SETTINGS|REDIAL AT/,
    pages: 'all',
    journal: /^(\d{3})?$/,
    record: /^stored$/,
  },
  stopping: { lcd: /STOPPING|CANCELLING/, pages: 'all', journal: /^(910)?$/, record: /^(stored|finished)$/ },
  keeping: {
    lcd: /KEEPING THE FILE|INCOMPLETE \d{3}/,
    pages: 'all',
    journal: /^\d{3}$/,
    record: /^(stored|finished)$/,
  },
  incomplete: { lcd: /INCOMPLETE \d{3}/, pages: 'all', journal: /^\d{3}$/, record: /^finished$/ },
  releasing: { lcd: /FINISHING/, pages: 'all', journal: /^OK$/, record: /^(stored|finished)$/ },
  refusing: { lcd: /FINISHING|MEMORY OVERFLOW/, pages: 'all', journal: /^(\d{3})?$/, record: /^scanning$/ },
  cancelling: { lcd: /CANCELLING/, pages: 'all', journal: /^(910)?$/, record: /^(scanning|stored|finished)$/ },
  discarding: { lcd: /DELETING THE FILE/, pages: 'all', journal: /^\d{3}$/, record: /^(stored|finished)$/ },
  delivered: { lcd: /XMT FILE 001 +OK/, pages: 'none', journal: /^OK$/, record: /^$/ },
  refused: { lcd: /NOT SENT \d{3}/, pages: 'none', journal: /^\d{3}$/, record: /^$/ },
  cancelled: { lcd: /STOPPED/, pages: 'none', journal: /^910$/, record: /^$/ },
  discarded: { lcd: /DELETED/, pages: 'none', journal: /^\d{3}$/, record: /^$/ },
};

const FAR_ENDS = {
  takes: () => takingAll(),
  refuses: () => refusing('rcpt', '550 no such mailbox'),
  defers: () => refusing('rcpt', '450 try again later'),
};

async function replay(path: readonly ChartArrow[]): Promise<void> {
  const stimuli = path.map((arrow) => STIMULI[arrowName(arrow)] ?? {});
  const settings = Object.assign({}, ...stimuli.map(({ world }) => world?.settings ?? {})) as Settings;
  const farEnd = stimuli.findLast(({ world }) => world?.farEnd !== undefined)?.world?.farEnd ?? 'takes';
  const sheets = sheetsOf(path);
  const full = path.some(({ label }) => label === 'store done');
  const room = full ? { imageMemoryOctets: Math.floor((sheets.length - 0.5) * pageOctets) } : {};
  story = await Story.begin({ recipient: 'absent', settings, sender: room });
  story.farEnd(FAR_ENDS[farEnd]());
  const before = stimuli.find((one) => one.before !== undefined)?.before;
  const onGlass = path.some(({ label }) => label === 'store done [lastOnGlass]');
  if (before !== undefined) await before(story);
  else if (onGlass) await glassAndStart(story);
  else await sheetsAndStart(story, sheets);
  const emptied = path.some(({ label }) => label === 'scan done [feederEmpty]') && !storesPages(path);
  const states = seenStates(path);
  let seen = 0;
  for (const [index, arrow] of path.entries()) {
    const { act } = stimuli[index] ?? {};
    if (act !== undefined) {
      await story.rig.until(() => entered(story).length >= seen, `${arrow.from} is entered`);
      await act(story);
    } else if (emptied && arrow.from === 'preflight') {
      await story.rig.clock.enter(() => story.sender.board.feeder.removeAll());
    }
    if (isSeen(path, index)) seen += 1;
    await story.rig.until(() => entered(story).length >= seen, `${arrow.to} is entered`);
  }
  expect(entered(story).slice(0, states.length)).toEqual(states);
  await surfaces(states.at(-1) ?? 'none', path);
}

/** Whether a page of this path is ever stored. */
function storesPages(path: readonly ChartArrow[]): boolean {
  return path.some(({ label }) => label.startsWith('store done [') || label.startsWith('[resumed'));
}

async function surfaces(state: string, path: readonly ChartArrow[]): Promise<void> {
  const expected = SURFACES[state];
  expect(expected, `what the surfaces show in ${state}`).toBeDefined();
  if (expected === undefined) return;
  const resumed = path.some(({ label }) => label.startsWith('[resumed'));
  const stored = path.filter(({ label }) => label.startsWith('store done [')).length;
  // The page at hand takes its room before it is durable.
  const storing = path.filter(({ to }) => to === 'storing').length;
  const stores = path.filter(({ label }) => label.startsWith('store done')).length;
  const pagesInMemory = resumed ? 1 : stored + storing - stores;
  const record = story.sender.firmware?.transmitter.record(1);
  expect(story.sender.lcd.join('\n')).toMatch(resumed && !expected.asks ? /^READY/ : expected.lcd);
  expect(story.memoryInUse).toBe(expected.pages === 'all' ? pagesInMemory * pageOctets : 0);
  expect(story.sender.journal.at(-1)?.result ?? '').toMatch(expected.journal);
  expect(record?.state ?? '').toMatch(expected.record);
}

describe('every transition of the job chart, by its shortest path, on a booted machine', () => {
  const walked = [...PATHS].filter(([, path]) => !path.some(isBreakdown));
  test.each(walked)('%s', async (_, path) => {
    await replay(path);
  });

  test('no transition is without a path', () => {
    expect([...PATHS.keys()].sort()).toEqual([...new Set(arrowNames(jobChart))].sort());
  });

  test('nothing in the table of stimuli is out of date', () => {
    expect(Object.keys(STIMULI).filter((name) => !PATHS.has(name))).toEqual([]);
  });
});
