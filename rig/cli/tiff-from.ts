import { OriginalError } from '../../device-model/index.ts';
import { codePage } from '../../firmware/tiff/code-page.ts';
import { MAX_PAGES, MAX_ROWS } from '../../firmware/tiff/limits.ts';
import { TiffFxWriter } from '../../firmware/tiff/write-tiff-fx.ts';
import { type FaxPage, faxPages } from '../paper/fax-pages.ts';
import type { FileReport } from './file-report.ts';
import { readOriginals } from './read-originals.ts';
import type { FromOptions } from './tiff-options.ts';
import { UsageError } from './usage-error.ts';
import { writeWholeFile } from './write-whole-file.ts';

/** `dpsim tiff from`: pictures become the pages of one TIFF-FX file. Only their coded form is kept. */
export async function tiffFrom(options: FromOptions): Promise<FileReport> {
  const { profile, coding, out } = options;
  const writer = new TiffFxWriter();
  const pages: object[] = [];
  const story: string[] = [];
  for (const { label, octets } of await readOriginals(options.files)) {
    for await (const page of pagesOf(label, octets, options)) {
      if (pages.length >= MAX_PAGES) throw new UsageError(`expected at most ${MAX_PAGES} pages, found more`);
      const { width, height } = page.raster;
      if (height > MAX_ROWS) throw new UsageError(`${page.label} has ${height} rows: expected at most ${MAX_ROWS}`);
      const coded = codePage(page, coding, profile);
      if (typeof coded === 'string') throw new UsageError(`${page.label}: ${coded}`);
      writer.addPage(coded);
      const { xDpi, yDpi } = page.resolution;
      pages.push({ label: page.label, width, length: height, coding, xResolution: xDpi, yResolution: yDpi });
      story.push(`${page.label}: ${width} × ${height}, ${xDpi}×${yDpi} dpi, ${coding}, ${coded.strip.length} octets`);
    }
  }
  await writeWholeFile(out, writer.finish());
  return { code: 0, json: { file: out, profile, pages }, story: [...story, out] };
}

async function* pagesOf(label: string, octets: Uint8Array, options: FromOptions): AsyncGenerator<FaxPage> {
  try {
    yield* faxPages(label, octets, options);
  } catch (error) {
    if (error instanceof OriginalError) throw new UsageError(error.message);
    throw error;
  }
}
