import { expectPelsWithinLimit, OriginalError } from '../../device-model/index.ts';
import type { Ifd } from '../../firmware/tiff/ifd.ts';
import { TAGS } from '../../firmware/tiff/tags.ts';

/** Values of Compression that the picture library decodes, and JBIG, which is our own reader's. */
const COMPRESSIONS: ReadonlyMap<number, string> = new Map([
  [1, 'none'],
  [2, 'CCITT RLE'],
  [3, 'T.4'],
  [4, 'T.6'],
  [5, 'LZW'],
  [7, 'JPEG'],
  [8, 'Deflate'],
  [9, 'JBIG'],
  [32773, 'PackBits'],
  [32946, 'Deflate, old number'],
  [34661, 'JBIG, libtiff’s number'],
  [50001, 'WebP'],
]);
/** CMYK with some inks or channels more. *Own design.* */
const SAMPLES_LIMIT = 8;
/** A strip or tile is decoded as a whole: A4 in colours at 600 dpi as a single strip is 104 MB. *Own design.* */
const DECODED_OCTETS_LIMIT = 256 * 1024 * 1024;

/**
 * Looks at the fields of one page before anything is decoded: a few octets can ask for gigabytes. Throws OriginalError
 * with what is too large, missing or of an unknown compression.
 */
export function expectTiffPageWithinLimits(label: string, ifd: Ifd): void {
  const refused = (problem: string, expected: string): OriginalError => new OriginalError(label, problem, expected);
  const width = ifd.integer(TAGS.ImageWidth) ?? 0;
  const rows = ifd.integer(TAGS.ImageLength) ?? 0;
  if (width < 1 || rows < 1) throw refused(`the picture has ${width} × ${rows} pels`, 'at least one row of one pel');
  expectPelsWithinLimit(label, width, rows);
  const compression = ifd.integer(TAGS.Compression) ?? 1;
  if (!COMPRESSIONS.has(compression)) {
    throw refused(`the TIFF has compression ${compression}`, `one of ${[...COMPRESSIONS.values()].join(', ')}`);
  }
  const samples = ifd.integer(TAGS.SamplesPerPixel) ?? 1;
  if (samples < 1 || samples > SAMPLES_LIMIT) {
    throw refused(`the picture has ${samples} samples a pel`, `1 to ${SAMPLES_LIMIT}`);
  }
  const bits = ifd.integer(TAGS.BitsPerSample) ?? 1;
  const columns = ifd.integer(TAGS.TileWidth) ?? width;
  const lines = ifd.integer(TAGS.TileLength) ?? Math.min(ifd.integer(TAGS.RowsPerStrip) ?? rows, rows);
  const octets = Math.ceil((columns * samples * bits) / 8) * lines;
  if (octets > DECODED_OCTETS_LIMIT) {
    throw refused(`a strip of the TIFF decodes to ${octets} octets`, `at most ${DECODED_OCTETS_LIMIT} octets`);
  }
}
