import sharp from 'sharp';
import { expect, test } from 'vitest';
import { unpackLzw } from '../../../device-model/scanner/unpack-lzw.ts';

/** LZW strips of the picture library's TIFF, an independent encoder (libtiff's). */
async function packed(pels: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  const tiff = await sharp(pels, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .tiff({ compression: 'lzw', predictor: 'none', tile: false })
    .toBuffer();
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const directory = view.getUint32(4, true);
  const strips: number[][] = [[], []];
  for (let entry = 0; entry < view.getUint16(directory, true); entry += 1) {
    const at = directory + 2 + entry * 12;
    const place = [273, 279].indexOf(view.getUint16(at, true));
    if (place === -1) continue;
    const long = view.getUint16(at + 2, true) === 4;
    const count = view.getUint32(at + 4, true);
    const values = count * (long ? 4 : 2) <= 4 ? at + 8 : view.getUint32(at + 8, true);
    for (let i = 0; i < count; i += 1) {
      strips[place]?.push(long ? view.getUint32(values + i * 4, true) : view.getUint16(values + i * 2, true));
    }
  }
  expect(strips[0]?.length).toBe(1);
  const [[offset = 0] = [], [octets = 0] = []] = strips;
  return tiff.subarray(offset, offset + octets);
}

const noise = (i: number): number => (Math.imul(i + 1, 2654435761) >>> 16) & 0xff;

test.each([
  ['one octet', 1, 1, () => 7],
  ['all alike, so that every string overlaps its own writing', 500, 100, () => 0],
  ['noise that fills the code table several times', 200, 100, noise],
  ['stripes of growing width', 300, 90, (i: number) => (Math.floor(Math.sqrt(i)) % 2) * 255],
] as const)('%s', async (_, width, height, pelOf) => {
  const pels = Uint8Array.from({ length: width * height }, (__, i) => pelOf(i));
  const target = new Uint8Array(pels.length + 3);
  const end = unpackLzw(await packed(pels, width, height), target, 3);
  expect(end).toBe(target.length);
  expect(Buffer.from(target.subarray(3)).equals(pels)).toBe(true);
});

test('more octets than fit, or a code without meaning, is said', () => {
  // Clear (256), then 65 twice and 258, each of 9 bits.
  const strip = Uint8Array.of(0x80, 0x10, 0x48, 0x28, 0x10, 0x00);
  expect(() => unpackLzw(strip, new Uint8Array(1), 0)).toThrow('the LZW strip holds more than 1 octets');
  // Clear, then 300 while only 258 could come next.
  expect(() => unpackLzw(Uint8Array.of(0x80, 0x10, 0x65, 0x80), new Uint8Array(9), 0)).toThrow('LZW code');
});
