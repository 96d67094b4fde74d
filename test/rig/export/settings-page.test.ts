import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { settingsPage } from '../../../rig/export/settings-page.ts';

test('docs/settings.md is what the tables say: `make settings` prints it anew', async () => {
  expect(await readFile('docs/settings.md', 'utf8')).toBe(settingsPage());
});

test('No. 22 is the manual’s, 172 the siblings’, and no other row claims to be', () => {
  const rows = settingsPage()
    .split('\n')
    .filter((line) => /^\| \d/.test(line));
  expect(rows).toContain('| 22 | DHCP | `dhcp` | Enabled, Disabled | Enabled | manual p. 472; default own design |');
  const claimed = rows.filter(
    (row) => !/own design(?:; default .*)? \|$/.test(row.replace('; default own design', '')),
  );
  expect(claimed.map((row) => row.split(' | ')[1])).toEqual(['DHCP', 'Direct IFAX XMT']);
});
