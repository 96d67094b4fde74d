import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import type { PaperSize } from '../../device-model/page/paper-size.ts';
import type { Resolution } from '../../device-model/page/resolution.ts';
import type { TransferFormat } from '../capability/transfer-format.ts';
import { BitWriter } from '../coding/bit-writer.ts';
import { encodeMh } from '../coding/encode-mh.ts';
import { encodeMmr } from '../coding/encode-mmr.ts';
import { encodeMr, mrK } from '../coding/encode-mr.ts';
import { convertRaster } from '../imaging/convert-resolution.ts';
import { drawHeaderLine, type HeaderLine } from '../imaging/header-line.ts';
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
 * Converts the pages to the transfer format, codes them and writes one TIFF file (RFC 3949). Pages are taken one at a
 * time; only their coded form is kept. `headerOf`: what is drawn over the top margin of a page, counted from 1.
 */
export function codeDocument(
  pages: Iterable<DocumentPage>,
  formatOf: (page: DocumentPage) => TransferFormat,
  onCoded: (report: CodedPageReport) => void,
  headerOf?: (page: number) => HeaderLine,
): Uint8Array {
  const writer = new TiffFxWriter();
  // One for all pages: a job of many pages then leaves no writers behind for the collector.
  const spare = new BitWriter();
  let count = 0;
  for (const page of pages) {
    count += 1;
    const format = formatOf(page);
    const { resolution, coding } = format;
    const raster = convertRaster(page.raster, page, format);
    if (headerOf !== undefined) drawHeaderLine(raster, resolution, headerOf(count));
    if (coding === 'JBIG') throw new RangeError('JBIG pages cannot be coded by this machine');
    const { width, height } = raster;
    const coded = strip(raster, coding, resolution, spare);
    writer.addPage({ strip: coded, width, height, coding, resolution });
    onCoded({ page: count, raster, format, codedOctets: coded.length });
  }
  return writer.finish();
}

function strip(
  raster: BilevelRaster,
  coding: 'MH' | 'MR' | 'MMR',
  resolution: Resolution,
  spare: BitWriter,
): Uint8Array {
  switch (coding) {
    case 'MH':
      return encodeMh(raster, { spare });
    case 'MR':
      return encodeMr(raster, { k: mrK(resolution.yDpi), spare });
    case 'MMR':
      return encodeMmr(raster, spare);
  }
}
