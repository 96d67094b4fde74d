import { afterEach, describe, expect, test } from 'vitest';
import type { AnyStateNode } from 'xstate';
import { panelChart, SCREEN_NAMES } from '../../firmware/index.ts';
import { chartArrows } from '../../rig/export/chart-mermaid.ts';
import { PANEL_PATHS, touredMachine, walk } from '../support/panel-tour.ts';
import type { Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story?.close());

const kebab = (state: string): string => state.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const WORKING = statesWithActors(panelChart.root);

function statesWithActors(node: AnyStateNode): readonly string[] {
  const below = Object.values(node.states).flatMap(statesWithActors);
  return node.invoke.length > 0 ? [node.key, ...below] : below;
}

/** Keys that lead back, the first that is there. */
const WAYS_BACK = ['back', 'standby'];
/** Deepest: a setting's entry, its list, the key operator's menu, the functions, standby. */
const STEPS_BACK = 8;

describe('every screen of the panel, by the shortest path of its chart, on a booted machine', () => {
  test.each([...PANEL_PATHS])('%s', async (state, path) => {
    story = await touredMachine();
    const entered = await walk(story, path);
    // What takes the machine a moment leads on by itself.
    if (WORKING.includes(state)) expect(entered).toContain(kebab(state));
    else expect(story.sender.display.screen).toBe(kebab(state));
    const shown = story.sender.display;
    expect(shown.lines.length).toBeGreaterThanOrEqual(4);
    expect(shown.title).not.toBe('');
    for (let step = 0; story.sender.display.screen !== 'standby'; step += 1) {
      expect(step, `from ${state} still on ${story.sender.display.screen}`).toBeLessThan(STEPS_BACK);
      const { softKeys } = story.sender.display;
      const back = WAYS_BACK.find((id) => softKeys.some((key) => key.id === id && !key.disabled));
      if (back === undefined) await story.sender.press('CLEAR');
      else await story.sender.touch(back);
      await story.rig.advance(2_000);
    }
  });

  test('none is left out', () => {
    const reached = [...PANEL_PATHS.keys()].map(kebab).sort();
    expect([...reached, 'starting'].sort()).toEqual([...SCREEN_NAMES].sort());
  });

  test('RESET leads to standby from everywhere', () => {
    const resets = chartArrows(panelChart).filter(({ label }) => label.startsWith('reset.pressed'));
    expect(new Set(resets.map(({ to }) => to))).toEqual(new Set(['operating.standby']));
    expect(resets.map(({ from }) => from)).toContain('operating');
  });
});
