import type { BilevelRaster } from '../page/bilevel-raster.ts';
import { unpackLzw } from './unpack-lzw.ts';

/**
 * Reads the one form of TIFF the picture library hands the scan engine: little-endian, one image, 1 bit a pel,
 * min-is-white, LZW strips without predictor (TIFF 6.0, sections 2, 3 and 13). Fax files are read elsewhere.
 */
const TAG = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripOctets: 279,
} as const;
const LZW = 5;
const MIN_IS_WHITE = 0;
const TYPE_SHORT = 3;

/** Fills `raster` from the TIFF; throws a RangeError when the file has another form or other dimensions. */
export function unpackBilevelTiff(tiff: Uint8Array, raster: BilevelRaster): void {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const field = (tag: number): readonly number[] => fieldOf(view, tag);
  const expected: readonly (readonly [number, number])[] = [
    [TAG.width, raster.width],
    [TAG.height, raster.height],
    [TAG.compression, LZW],
    [TAG.photometric, MIN_IS_WHITE],
  ];
  for (const [tag, value] of expected) {
    const found = field(tag)[0];
    if (found !== value) throw new RangeError(`TIFF field ${tag} is ${found}, expected ${value}`);
  }
  const lengths = field(TAG.stripOctets);
  let to = 0;
  for (const [i, offset] of field(TAG.stripOffsets).entries()) {
    to = unpackLzw(tiff.subarray(offset, offset + (lengths[i] ?? 0)), raster.octets, to);
  }
  if (to !== raster.octets.length) {
    throw new RangeError(`the TIFF holds ${to} octets of pels, expected ${raster.octets.length}`);
  }
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

const UNCOMPRESSED = 1;
const TYPE_LONG = 4;

/** The other way round: a raster as an uncompressed TIFF of one strip, for the picture library to scale. */
export function wrapBilevelTiff(raster: BilevelRaster): Uint8Array {
  const fields: readonly (readonly [tag: number, value: number])[] = [
    [TAG.width, raster.width],
    [TAG.height, raster.height],
    [TAG.bitsPerSample, 1],
    [TAG.compression, UNCOMPRESSED],
    [TAG.photometric, MIN_IS_WHITE],
    [TAG.stripOffsets, 0],
    [TAG.samplesPerPixel, 1],
    [TAG.rowsPerStrip, raster.height],
    [TAG.stripOctets, raster.octets.length],
  ];
  const directory = 8;
  const pelsAt = directory + 2 + fields.length * 12 + 4;
  const tiff = new Uint8Array(pelsAt + raster.octets.length);
  const view = new DataView(tiff.buffer);
  tiff.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, directory, true);
  view.setUint16(directory, fields.length, true);
  for (const [i, [tag, value]] of fields.entries()) {
    const entry = directory + 2 + i * 12;
    view.setUint16(entry, tag, true);
    view.setUint16(entry + 2, TYPE_LONG, true);
    view.setUint32(entry + 4, 1, true);
    view.setUint32(entry + 8, tag === TAG.stripOffsets ? pelsAt : value, true);
  }
  tiff.set(raster.octets, pelsAt);
  return tiff;
}
