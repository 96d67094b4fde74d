import type { PaperSize } from '../page/paper-size.ts';
import { OriginalError } from './original-error.ts';
import { pictureFacts, pictureKind } from './picture-density.ts';
import { sharp } from './picture-library.ts';
import type { PictureSource } from './sheet-picture.ts';
import { type SheetSize, sheetSize } from './sheet-size.ts';

/** One sheet of paper to be scanned. Its picture is made when the scan engine passes over it, not before. */
export interface Original {
  /** What the operator calls it; a file name as a rule. */
  readonly label: string;
  readonly size: SheetSize;
  readonly picture: PictureSource;
  /** What decides its picture, where that is known: equal contents make equal pictures. */
  readonly content?: SheetContent;
}

/** A file, and which of its sheets, from 0. */
export interface SheetContent {
  readonly octets: Uint8Array;
  readonly sheet: number;
}

/** A sheet that is a picture file; a feeder full of them costs no more than the files. */
export interface PictureOriginal extends Original {
  /** The file's octets. */
  readonly octets: Uint8Array;
  /** Pels of the picture as it is seen, after the orientation the file asks for. */
  readonly widthPels: number;
  readonly heightPels: number;
}

/** Octets of one original's file: a colour scan of B4 at 400 × 400 dpi as an uncompressed PNG has about 70 MB. *Own design.* */
export const ORIGINAL_OCTETS_LIMIT = 64 * 1024 * 1024;
/** B4 at 1200 dpi; what is larger would only cost memory to be scaled down to 400 dpi. *Own design.* */
export const ORIGINAL_SHORT_EDGE_PELS = 12_000;
export const ORIGINAL_LONG_EDGE_PELS = 18_000;
export const ORIGINAL_PELS_LIMIT = ORIGINAL_SHORT_EDGE_PELS * ORIGINAL_LONG_EDGE_PELS;

/** A label ends up on screens and in sentences. *Own design.* */
const LABEL_CHARACTERS_LIMIT = 120;

/**
 * A PNG, JPEG or WebP file as a sheet. Reads what the file says of itself, not its picture. Leaves the JavaScript thread: call it inside a clock effect
 * (or before the first instant). Rejects with OriginalError.
 */
export async function openOriginal(
  givenLabel: string,
  octets: Uint8Array,
  options: { readonly paper?: PaperSize } = {},
): Promise<PictureOriginal> {
  const label = sheetLabel(givenLabel);
  if (octets.length > ORIGINAL_OCTETS_LIMIT) {
    throw new OriginalError(label, `the file has ${octets.length} octets`, `at most ${ORIGINAL_OCTETS_LIMIT} octets`);
  }
  const kind = pictureKind(octets);
  if (kind === undefined) {
    const what = octets.length === 0 ? 'the file is empty' : 'the file is neither PNG nor JPEG nor WebP';
    throw new OriginalError(label, what, 'a PNG, JPEG or WebP picture');
  }
  const facts = pictureFacts(kind, octets);
  if (!facts.complete) throw new OriginalError(label, `the ${kind} file ends too early`, 'the whole file');

  const { width, height } = await visibleSize(label, kind, octets);
  expectPelsWithinLimit(label, width, height);
  const size = sheetSize(width, height, facts.density, options.paper);
  return { label, octets, widthPels: width, heightPels: height, size, picture: () => ({ form: 'file', octets }) };
}

/** The part of a name that fits. */
export function sheetLabel(name: string): string {
  return name.slice(0, LABEL_CHARACTERS_LIMIT);
}

/** Throws OriginalError when the picture has more pels than any scan needs. */
export function expectPelsWithinLimit(label: string, width: number, height: number): void {
  const [short, long] = width < height ? [width, height] : [height, width];
  if (short <= ORIGINAL_SHORT_EDGE_PELS && long <= ORIGINAL_LONG_EDGE_PELS) return;
  throw new OriginalError(
    label,
    `the picture has ${width} × ${height} pels`,
    `at most ${ORIGINAL_SHORT_EDGE_PELS} × ${ORIGINAL_LONG_EDGE_PELS} pels`,
  );
}

async function visibleSize(
  label: string,
  kind: string,
  octets: Uint8Array,
): Promise<{ readonly width: number; readonly height: number }> {
  try {
    const metadata = await sharp(octets, { limitInputPixels: false }).metadata();
    return metadata.autoOrient;
  } catch {
    throw new OriginalError(label, `the ${kind} file cannot be read`, 'an undamaged picture');
  }
}
