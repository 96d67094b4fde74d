import { readFileSync } from 'node:fs';
import { type BilevelRaster, blankRaster } from '../../../../device-model/page/bilevel-raster.ts';

interface JbigVectors {
  readonly t85: readonly { readonly name: string; readonly bie: string }[];
  readonly 't82_7.1': { readonly pix: string; readonly cx: string; readonly sde: string };
  readonly t82_table24: { readonly rows: readonly (readonly [number, string, number, number, number])[] };
}

const file: JbigVectors = JSON.parse(readFileSync(new URL('../../../vectors/vectors.json', import.meta.url), 'utf8'));
export const T85 = file.t85;
export const T82_SEQUENCE = file['t82_7.1'];
export const T82_TABLE_24 = file.t82_table24.rows;

export function octetsOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
}

/** The test image of T.82 7.2: noise by a shift register, below row 1023 repeated every eight pels three times of four. */
export function testImage(): BilevelRaster {
  const raster = blankRaster(1960, 1951);
  const repeated = new Uint8Array(8);
  let register = 1;
  for (let y = 192; y < raster.height; y += 1) {
    for (let x = 0; x < raster.width; x += 1) {
      if (y < 1023 || ((x >> 3) & 3) === 0) {
        const sum = register + (register >> 2) + (register >> 11) + (register >> 15);
        register = ((register << 1) + (sum & 1)) & 0xffff;
        repeated[x & 7] = (register & 3) === 0 ? 1 : 0;
      }
      if (repeated[x & 7] === 1) {
        const at = y * raster.rowOctets + (x >> 3);
        raster.octets[at] = (raster.octets[at] ?? 0) | (0x80 >> (x & 7));
      }
    }
  }
  return raster;
}

export function blackPels({ octets }: BilevelRaster): number {
  return octets.reduce((sum, octet) => sum + octet.toString(2).replaceAll('0', '').length, 0);
}

/**
 * The same coded page without the 00 that stripes may end with: T.82 lets an encoder leave them in, and one that hands its
 * octets out as they come, as pbmtojbg85 does, leaves those in that are gone when the stripe ends.
 */
export function withoutTrailingZeros(coded: Uint8Array): Uint8Array {
  const result: number[] = [...coded.subarray(0, 20)];
  let stripe = result.length;
  for (let at = 20; at < coded.length; at += 1) {
    const octet = coded[at] ?? 0;
    if (octet !== 0xff) {
      result.push(octet);
      continue;
    }
    const second = coded[at + 1] ?? 0;
    if (second === 2 || second === 3) {
      while (result.length > stripe && result.at(-1) === 0 && result.at(-2) !== 0xff) result.pop();
    }
    const size = second === 5 ? 6 : second === 6 ? 8 : 2;
    result.push(...coded.subarray(at, at + size));
    at += size - 1;
    if (second !== 0) stripe = result.length;
  }
  return Uint8Array.from(result);
}
