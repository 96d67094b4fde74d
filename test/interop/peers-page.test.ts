import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { LOSS_FATE, refusalRows, sinkRows } from './peer-faults.ts';

test('docs/peers.md tells what is tested here', async () => {
  const page = await readFile(new URL('../../docs/peers.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| (?!asked|option|-)/.test(line));
  expect(rows).toEqual([...refusalRows(), ...sinkRows()]);
  expect(page).toContain(`${LOSS_FATE}.`);
});
