import {
  ORIGINAL_OCTETS_LIMIT,
  type Original,
  OriginalError,
  openOriginal,
  sheetLabel,
} from '../../device-model/index.ts';
import type { PaperSize } from '../../device-model/page/paper-size.ts';
import { openPdf } from './open-pdf.ts';
import { openSvg } from './open-svg.ts';
import { openTiff } from './open-tiff.ts';
import { PAPER_FORMATS, paperKind } from './paper-kind.ts';

export interface PaperOptions {
  /** The size of every sheet, whatever the file says of it. */
  readonly paper?: PaperSize;
}

/**
 * Turns a file into the sheets of paper it would be printed on: PNG, JPEG, WebP and SVG into one, TIFF and PDF into
 * one for every page. Only sizes are read now; each sheet is drawn when it is scanned, at the pels of that scan. Leaves the
 * JavaScript thread: call it inside a clock effect. Rejects with OriginalError, one sentence that names the file.
 */
export async function openPaper(
  label: string,
  octets: Uint8Array,
  options: PaperOptions = {},
): Promise<readonly Original[]> {
  const name = sheetLabel(label);
  if (octets.length > ORIGINAL_OCTETS_LIMIT) {
    throw new OriginalError(name, `the file has ${octets.length} octets`, `at most ${ORIGINAL_OCTETS_LIMIT} octets`);
  }
  const sheets = await sheetsOf(name, octets, options);
  return sheets.map((sheet, index) => ({ ...sheet, content: { octets, sheet: index } }));
}

async function sheetsOf(name: string, octets: Uint8Array, options: PaperOptions): Promise<readonly Original[]> {
  const kind = paperKind(octets);
  switch (kind) {
    case 'picture':
      return [await openOriginal(name, octets, options)];
    case 'TIFF':
      return await openTiff(name, octets, options.paper);
    case 'SVG':
      return [await openSvg(name, octets, options.paper)];
    case 'PDF':
      return await openPdf(name, octets, options.paper);
    default:
      throw new OriginalError(name, kind.instead, PAPER_FORMATS);
  }
}
