import type { PaperSize } from '../page/paper-size.ts';
import { OriginalError } from './original-error.ts';
import { pictureFacts, pictureKind } from './picture-density.ts';
import { sharp } from './picture-library.ts';
import { type SheetSize, sheetSize } from './sheet-size.ts';

/**
 * One sheet of paper to be scanned: a PNG or JPEG file and its size on paper. The file stays as it is until the scan
 * engine passes over it, so a feeder full of originals costs no more than their files.
 */
export interface Original {
  /** What the operator calls it; a file name as a rule. */
  readonly label: string;
  /** The file's octets. */
  readonly octets: Uint8Array;
  /** Pels of the picture as it is seen, after the orientation the file asks for. */
  readonly widthPels: number;
  readonly heightPels: number;
  readonly size: SheetSize;
}

/** A 400 × 400 dpi colour scan of B4 as an uncompressed PNG is about 70 MB and as any usual file far less. *Own design.* */
export const ORIGINAL_OCTETS_LIMIT = 64 * 1024 * 1024;
/** B4 at 1200 dpi; what is larger would only cost memory to be scaled down to 400 dpi. *Own design.* */
export const ORIGINAL_SHORT_EDGE_PELS = 12_000;
export const ORIGINAL_LONG_EDGE_PELS = 18_000;
export const ORIGINAL_PELS_LIMIT = ORIGINAL_SHORT_EDGE_PELS * ORIGINAL_LONG_EDGE_PELS;

/** A label ends up on screens and in sentences. *Own design.* */
const LABEL_CHARACTERS_LIMIT = 120;

/**
 * Reads what the file says of itself, not its picture. Leaves the JavaScript thread: call it inside a clock effect
 * (or before the first instant). Rejects with OriginalError.
 */
export async function openOriginal(
  givenLabel: string,
  octets: Uint8Array,
  options: { readonly paper?: PaperSize } = {},
): Promise<Original> {
  const label = givenLabel.slice(0, LABEL_CHARACTERS_LIMIT);
  if (octets.length > ORIGINAL_OCTETS_LIMIT) {
    throw new OriginalError(label, `the file has ${octets.length} octets`, `at most ${ORIGINAL_OCTETS_LIMIT} octets`);
  }
  const kind = pictureKind(octets);
  if (kind === undefined) {
    const what = octets.length === 0 ? 'the file is empty' : 'the file is neither PNG nor JPEG';
    throw new OriginalError(label, what, 'a PNG or JPEG picture');
  }
  const facts = pictureFacts(kind, octets);
  if (!facts.complete) throw new OriginalError(label, `the ${kind} file ends too early`, 'the whole file');

  const { width, height } = await visibleSize(label, kind, octets);
  const [short, long] = width < height ? [width, height] : [height, width];
  if (short > ORIGINAL_SHORT_EDGE_PELS || long > ORIGINAL_LONG_EDGE_PELS) {
    throw new OriginalError(
      label,
      `the picture has ${width} × ${height} pels`,
      `at most ${ORIGINAL_SHORT_EDGE_PELS} × ${ORIGINAL_LONG_EDGE_PELS} pels`,
    );
  }
  const size = sheetSize(width, height, facts.density, options.paper);
  return { label, octets, widthPels: width, heightPels: height, size };
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
