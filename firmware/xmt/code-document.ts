import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import type { PaperSize } from '../../device-model/page/paper-size.ts';
import type { Resolution } from '../../device-model/page/resolution.ts';
import type { TransferFormat } from '../capability/transfer-format.ts';
import { convertRaster } from '../imaging/convert-resolution.ts';
import { drawHeaderLine, type HeaderLine } from '../imaging/header-line.ts';
import { CodingSpare, codePage } from '../tiff/code-page.ts';
import { TiffFxWriter } from '../tiff/write-tiff-fx.ts';

/** A page of the scan buffer, decoded for this transmission: the header line is drawn on it. */
export interface DocumentPage {
  readonly raster: BilevelRaster;
  readonly resolution: Resolution;
  readonly paper: PaperSize;
}

/** What was made of one page, told as it is done. */
export interface CodedPageReport {
  /** From 1. */
  readonly page: number;
  readonly raster: BilevelRaster;
  readonly format: TransferFormat;
  readonly codedOctets: number;
}

/**
 * Converts the pages to the transfer format, codes them and writes one TIFF file (RFC 3949: Profile J for JBIG,
 * else F, of which S is a part). Pages are taken one at a time; only their coded form is kept. `headerOf`: what is drawn over the
 * top margin of a page, counted from 1. Throws a RangeError for a page that the profile has not, which no agreed format makes.
 */
export function codeDocument(
  pages: Iterable<DocumentPage>,
  formatOf: (page: DocumentPage) => TransferFormat,
  onCoded: (report: CodedPageReport) => void,
  headerOf?: (page: number) => HeaderLine,
): Uint8Array {
  const writer = new TiffFxWriter();
  const spare = new CodingSpare();
  let count = 0;
  for (const page of pages) {
    count += 1;
    const format = formatOf(page);
    const { resolution, coding } = format;
    const raster = convertRaster(page.raster, page, format);
    if (headerOf !== undefined) drawHeaderLine(raster, resolution, headerOf(count));
    const coded = codePage({ raster, resolution }, coding, coding === 'JBIG' ? 'J' : 'F', spare);
    if (typeof coded === 'string') throw new RangeError(coded);
    writer.addPage(coded);
    onCoded({ page: count, raster, format, codedOctets: coded.strip.length });
  }
  return writer.finish();
}
