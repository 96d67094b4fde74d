import type { ReadFaxMessage, ReceivedTiff } from '../../firmware/mail/read-fax-message.ts';
import { pageDensity } from '../../firmware/tiff/assumed-resolution.ts';
import { tiffPages } from '../../firmware/tiff/read-tiff.ts';
import type { ExportPage } from './pdf-of-pages.ts';

/** The TIFF files of a message as they came; none when it cannot be read. */
export function messageTiffs(read: ReadFaxMessage): readonly ReceivedTiff[] {
  return read.ok ? read.tiffs : [];
}

/** The pages in all of them, in order, one at a time; what cannot be read is left out. Damaged rows are concealed. */
export function* messagePages(read: ReadFaxMessage): Generator<ExportPage, void> {
  for (const decode of pageDecoders(read)) yield decode();
}

/** One page, counted from 1; the others are not decoded. */
export function messagePage(read: ReadFaxMessage, number: number): ExportPage | undefined {
  let count = 0;
  for (const decode of pageDecoders(read)) {
    count += 1;
    if (count === number) return decode();
  }
  return undefined;
}

export function countMessagePages(read: ReadFaxMessage): number {
  return Array.from(pageDecoders(read)).length;
}

function* pageDecoders(read: ReadFaxMessage): Generator<() => ExportPage, void> {
  for (const { octets } of messageTiffs(read)) {
    for (const page of tiffPages(octets)) {
      if (typeof page === 'string') continue;
      const resolution = page.resolution ?? pageDensity(page);
      yield () => ({ raster: page.decode('conceal').raster, resolution });
    }
  }
}
