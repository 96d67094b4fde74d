import { describe, expect, test } from 'vitest';
import type { AnyStateNode } from 'xstate';
import { panelChart } from '../../../firmware/screens/panel-chart.ts';
import type { Screen } from '../../../firmware/screens/screen.ts';
import { SCREENS, type ScreenName, screenNameOf } from '../../../firmware/screens/screens.ts';
import { sampleView } from '../../../rig/export/panel-sample.ts';

/** States that are screens: innermost, and not left at once. */
const LEAVES = leaves(panelChart.root).filter(({ always }) => (always ?? []).length === 0);

function leaves(node: AnyStateNode): readonly AnyStateNode[] {
  const below = Object.values(node.states);
  return below.length === 0 ? [node] : below.flatMap(leaves);
}

/** Events that the state or one around it answers. */
function answered(node: AnyStateNode | undefined): readonly string[] {
  return node === undefined ? [] : [...node.ownEvents, ...answered(node.parent)];
}

const keysOf = (name: ScreenName) => {
  const screen: Screen = SCREENS[name];
  return screen.keys(sampleView(name));
};

test('state and screen have the same name, and each state has a screen of its own', () => {
  const names = LEAVES.map(({ key }) => screenNameOf(key));
  expect([...names].sort()).toEqual(Object.keys(SCREENS).sort());
  expect(new Set(names).size).toBe(LEAVES.length);
});

describe('what a soft key says is answered by the chart', () => {
  test.each(LEAVES.map((node) => [screenNameOf(node.key), node] as const))('%s', (name, node) => {
    const heard = answered(node);
    for (const { id, sends } of keysOf(name)) expect(heard, `${id} on ${name}`).toContain(sends.type);
  });
});

describe('what only a soft key can say is said by one', () => {
  test.each(LEAVES.map((node) => [screenNameOf(node.key), node] as const))('%s', (name, node) => {
    const said = keysOf(name).map(({ sends }) => sends.type);
    const touched = node.ownEvents.filter((event) => /\.(?:touched|chosen|recalled)$/.test(event));
    expect(said).toEqual(expect.arrayContaining([...touched]));
  });
});

describe('no hard key means two things on one screen', () => {
  test.each(Object.keys(SCREENS) as ScreenName[])('%s', (name) => {
    const hardKeys = keysOf(name).flatMap(({ hardKey }) => hardKey ?? []);
    expect(new Set(hardKeys).size).toBe(hardKeys.length);
  });
});
