import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { drawn, SCREEN_NAMES } from '../../../firmware/index.ts';
import { panelPage } from '../../../rig/export/panel-page.ts';
import { sampleView } from '../../../rig/export/panel-sample.ts';

test('docs/panel.md is what the screens say now', async () => {
  expect(await readFile('docs/panel.md', 'utf8')).toBe(panelPage());
});

describe('every screen fits the display', () => {
  test.each(SCREEN_NAMES)('%s', (name) => {
    const { title, lines, softKeys, entry } = drawn(name, sampleView(name));
    expect(lines.length).toBeLessThanOrEqual(10);
    for (const line of [title, ...lines]) expect(line.length, line).toBeLessThanOrEqual(40);
    expect(softKeys.length).toBeLessThanOrEqual(12);
    for (const { id } of softKeys) expect(id).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
    expect(new Set(softKeys.map(({ id }) => id)).size).toBe(softKeys.length);
    if (entry !== undefined) expect(entry.value.length).toBeLessThanOrEqual(entry.limit);
  });
});
