import { expect, test } from 'vitest';
import { RESOLUTIONS } from '../../../device-model/page/resolution.ts';
import { pelsPerRow, rowsPerPage } from '../../../device-model/page/width-table.ts';

// RFC 3949 section 4.2.2: legal widths by resolution and paper.
test.each([
  ['200x100', 'A4', 1728],
  ['204x391', 'letter', 1728],
  ['204x196', 'B4', 2048],
  ['400x400', 'A4', 3456],
  ['400x400', 'B4', 4096],
] as const)('%s on %s has %i pels in a row', (resolution, paper, pels) => {
  expect(pelsPerRow(RESOLUTIONS[resolution], paper)).toBe(pels);
});

test.each([
  ['204x196', 'A4', 2292],
  ['200x200', 'A4', 2339],
  ['204x391', 'letter', 4301],
  ['400x400', 'B4', 5732],
] as const)('%s on %s has %i rows', (resolution, paper, rows) => {
  expect(rowsPerPage(RESOLUTIONS[resolution], paper)).toBe(rows);
});
