import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { chartsPage } from '../../../rig/export/charts-page.ts';

test('docs/charts.md is what the charts are (else: make charts)', async () => {
  const kept = await readFile(fileURLToPath(new URL('../../../docs/charts.md', import.meta.url)), 'utf8');
  expect(kept).toBe(chartsPage());
});

test('every state of a diagram is declared, every arrow leads from one to another', () => {
  for (const [, diagram = ''] of chartsPage().matchAll(/```mermaid\n([\s\S]*?)```/g)) {
    const states = new Set([...diagram.matchAll(/state "[^"]+" as (\w+)/g)].map(([, id]) => id));
    const arrows = [...diagram.matchAll(/^ *(\S+) --> (\S+)(?: : (.+))?$/gm)];
    expect(arrows.length).toBeGreaterThan(5);
    for (const [, from, to] of arrows)
      for (const end of [from, to]) expect(end === '[*]' || states.has(end)).toBe(true);
    expect(diagram).not.toMatch(/\[(?:condition|function)|undefined/);
  }
});
