import type { BilevelRaster } from '../page/bilevel-raster.ts';

/**
 * Reads the one form of TIFF the picture library hands the scan engine: little-endian, one image, 1 bit a pel,
 * min-is-white, PackBits strips (TIFF 6.0, sections 2, 3 and 9). Fax files are read elsewhere.
 */
const TAG = {
  width: 256,
  height: 257,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  stripOctets: 279,
} as const;
const PACKBITS = 32773;
const MIN_IS_WHITE = 0;
const TYPE_SHORT = 3;

/** Fills `raster` from the TIFF; throws a RangeError when the file has another form or other dimensions. */
export function unpackBilevelTiff(tiff: Uint8Array, raster: BilevelRaster): void {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const field = (tag: number): readonly number[] => fieldOf(view, tag);
  const expected: readonly (readonly [number, number])[] = [
    [TAG.width, raster.width],
    [TAG.height, raster.height],
    [TAG.compression, PACKBITS],
    [TAG.photometric, MIN_IS_WHITE],
  ];
  for (const [tag, value] of expected) {
    const found = field(tag)[0];
    if (found !== value) throw new RangeError(`TIFF field ${tag} is ${found}, expected ${value}`);
  }
  const lengths = field(TAG.stripOctets);
  let to = 0;
  for (const [i, offset] of field(TAG.stripOffsets).entries()) {
    to = unpackBits(tiff.subarray(offset, offset + (lengths[i] ?? 0)), raster.octets, to);
  }
  if (to !== raster.octets.length) {
    throw new RangeError(`the TIFF holds ${to} octets of pels, expected ${raster.octets.length}`);
  }
}

/**
 * Returns the place after the last octet written. Octet by octet: most groups are a few octets long, and a view for each
 * of the hundred thousand of a 400 × 400 page would cost eight times the copying and 5 MB of garbage.
 */
function unpackBits(packed: Uint8Array, target: Uint8Array, start: number): number {
  let to = start;
  for (let from = 0; from < packed.length; ) {
    const head = packed[from] ?? 0;
    from += 1;
    if (head < 128) {
      for (let left = head; left >= 0; left -= 1) target[to++] = packed[from++] ?? 0;
    } else if (head > 128) {
      const octet = packed[from] ?? 0;
      const end = to + 257 - head;
      while (to < end) target[to++] = octet;
      from += 1;
    }
  }
  return to;
}

function fieldOf(view: DataView, tag: number): readonly number[] {
  const directory = view.getUint32(4, true);
  const entries = view.getUint16(directory, true);
  for (let entry = directory + 2; entry < directory + 2 + entries * 12; entry += 12) {
    if (view.getUint16(entry, true) !== tag) continue;
    const octetsEach = view.getUint16(entry + 2, true) === TYPE_SHORT ? 2 : 4;
    const count = view.getUint32(entry + 4, true);
    const at = count * octetsEach <= 4 ? entry + 8 : view.getUint32(entry + 8, true);
    return Array.from({ length: count }, (_, i) =>
      octetsEach === 2 ? view.getUint16(at + i * 2, true) : view.getUint32(at + i * 4, true),
    );
  }
  return [];
}
