import { expect } from 'vitest';
import { PANEL_KEYS, type PanelKey } from '../../device-model/index.ts';
import { panelChart } from '../../firmware/index.ts';
import type { ChartArrow } from '../../rig/export/chart-mermaid.ts';
import { leafOf, shortestPaths } from './chart-paths.ts';
import { JUNE, plainSheet, Story } from './scenario.ts';

/** States of the panel chart that lead on at once: no screen is theirs. */
const TRANSIENT = ['leaving', 'relisting', 'reopening', 'relistingSettings'];

/** The last part of a state's name. */
export function leafName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** Events that every screen listens to and that come from some screens alone, or from none while an operator is at work. */
const ONLY_FROM: Readonly<Record<string, RegExp>> = {
  'destinations.read': /\.(?:station|address)$/,
  'job.started': /\.(?:station|address|destinations)$/,
  'job.shown': /\.jobList$/,
  'job.goes-on': /^never$/,
  'job.ended': /^never$/,
  'operator.away': /^never$/,
  'machine.unused': /^never$/,
  'panel.woken': /^never$/,
};

/** A shortest path of the panel chart to every state that is a screen. */
export const PANEL_PATHS: ReadonlyMap<string, readonly ChartArrow[]> = pathsToStates();

function pathsToStates(): ReadonlyMap<string, readonly ChartArrow[]> {
  const paths = shortestPaths<string>(panelChart, {
    start: '',
    endsWith: () => false,
    take: (memory, { from, label }) => {
      const [event = ''] = label.split(' ');
      return ONLY_FROM[event]?.test(from) === false ? undefined : memory;
    },
  });
  const found = new Map<string, readonly ChartArrow[]>();
  for (const path of paths.values()) {
    const to = path.at(-1)?.to;
    if (to === undefined) continue;
    const state = leafName(leafOf(panelChart, to));
    const known = found.get(state);
    if (TRANSIENT.includes(state) || (known !== undefined && known.length <= path.length)) continue;
    found.set(state, path);
  }
  return found;
}

type Hand = (story: Story) => Promise<void>;

const press =
  (...keys: readonly PanelKey[]): Hand =>
  (story) =>
    story.sender.press(...keys);
const touch =
  (id: string): Hand =>
  (story) =>
    story.sender.touch(id);

/** The row of a settings list with this number. */
const numbered =
  (...digits: readonly PanelKey[]): Hand =>
  (story) =>
    story.sender.press(...digits, 'START');

const KEYS: Readonly<Record<string, PanelKey>> = { fax: 'FAX/EMAIL', digit: '1', symbol: '*' };

/** Arrows whose stimulus does not follow from the name of the event: by event, or by event and where it leads. */
const STIMULI: Readonly<Record<string, Hand>> = {
  'machine.ready': async () => undefined,
  'text.typed': (story) => story.sender.type(JUNE),
  'row.touched': touch('row-1'),
  'row.touched settingOctets': numbered('2', '3'),
  'row.touched settingText': numbered('2', '8'),
  'row.touched settingPassword': numbered('3', '5'),
  'row.touched settingDigits': numbered('4', '0'),
  'choice.touched': touch('row-1'),
  'station.chosen': touch('row-1'),
  'destinations.recalled': touch('row-1'),
  'destinations.read': touch('add'),
  'job.shown': touch('row-1'),
  'file.shown': press('CLEAR'),
  'door.opened': async (story) => {
    await story.sender.type('00000000');
    await story.sender.press('START');
  },
  'job.asks': async (story) => {
    await story.sender.layOnGlass(plainSheet('on the glass'));
    await story.sender.order({ destinations: [{ forwardPath: JUNE }] });
    await story.rig.until(() => story.sender.display.screen === 'question', 'the next original is asked for');
  },
};

/** What must be the case on the machine before the arrow: other jobs that STOP may mean. */
const JOBS_BEFORE: Readonly<Record<string, number>> = { oneRuns: 1, severalRun: 2 };

function handOf({ label, to }: ChartArrow): Hand | undefined {
  const [event = ''] = label.split(' ');
  const exact = STIMULI[`${event} ${leafName(to)}`] ?? STIMULI[event];
  if (exact !== undefined) return exact;
  const [, word = '', what] = /^(.*)\.(pressed|touched)$/.exec(event) ?? [];
  if (what === 'touched') return touch(word);
  const key = KEYS[word] ?? word.toUpperCase();
  const found = PANEL_KEYS.find((one) => one === key);
  return found === undefined ? undefined : press(found);
}

/** A machine that has sent in vain: an incomplete file, an entry in the journal, an order to redial, toner low. */
export async function touredMachine(): Promise<Story> {
  const story = await Story.begin({ recipient: 'absent', settings: { redialCount: 0 } });
  story.farEnd([{ reset: true }]);
  await story.send();
  await story.journaled();
  await story.sender.setToner('low');
  await story.sender.press('RESET');
  return story;
}

/** Walks the path on a booted machine; what happens by itself is waited for. Resolves with the screens entered. */
export async function walk(story: Story, path: readonly ChartArrow[]): Promise<readonly string[]> {
  const from = story.events('ifax1', 'screen.entered').length;
  for (const arrow of path) {
    const guard = /\[(\w+)\]/.exec(arrow.label)?.[1] ?? '';
    for (let job = 0; job < (JOBS_BEFORE[guard] ?? 0); job += 1) {
      await story.load();
      await story.sender.order({ destinations: [{ forwardPath: JUNE }], deferredTo: '23:00' });
      await story.rig.advance(5_000);
    }
    // Arrows without an event, and those of the machine's answers, are taken by themselves.
    if (arrow.label === '' || arrow.label.startsWith('[') || arrow.label.startsWith('perform ')) {
      await story.rig.advance(2_000);
      continue;
    }
    const hand = handOf(arrow);
    expect(hand, `how ${arrow.from} is left by ${arrow.label}`).toBeDefined();
    await hand?.(story);
  }
  const entered = story.events('ifax1', 'screen.entered').slice(from);
  const names = entered.flatMap(({ data: { screen } }) => (typeof screen === 'string' ? [screen] : []));
  return [...names, story.sender.display.screen];
}
