import { afterEach, expect, test } from 'vitest';
import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import { plainSheet, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

async function received(headerLine: 'On' | 'Off', sheets: number): Promise<readonly BilevelRaster[]> {
  story = await Story.begin({ settings: { headerLine, resolution: '204x196' } });
  await story.sender.load(...Array.from({ length: sheets }, (_, i) => plainSheet(`sheet ${i + 1}`)));
  await story.sender.press('0', '0', '1', 'START');
  expect(await story.journaled()).toMatchObject({ result: 'OK' });
  await story.rig.until(() => story.recipient.printed.length === sheets, 'the pages are printed');
  const rasters = story.recipient.printed.map(({ raster }) => raster);
  if (headerLine === 'Off') story.close();
  return rasters;
}

test('fax parameter 911: Off sends the pages as scanned, On draws over their top margin only, page by page', async () => {
  const [plain] = await received('Off', 1);
  const [first, second] = await received('On', 2);
  if (plain === undefined || first === undefined || second === undefined) throw new Error('a page is missing');
  // 5 mm at 196 dpi.
  const top = 39 * plain.rowOctets;
  expect(first.height).toBe(plain.height);
  expect(Buffer.compare(first.octets.subarray(0, top), plain.octets.subarray(0, top))).not.toBe(0);
  expect(Buffer.compare(first.octets.subarray(0, top), second.octets.subarray(0, top))).not.toBe(0);
  expect(Buffer.compare(first.octets.subarray(top), plain.octets.subarray(top))).toBe(0);
});
