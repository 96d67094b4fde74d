import { readFileSync } from 'node:fs';
import { type BilevelRaster, rasterOf } from '../../../device-model/page/bilevel-raster.ts';

interface T4Vectors {
  readonly white: Readonly<Record<string, string>>;
  readonly black: Readonly<Record<string, string>>;
  readonly mode: Readonly<Record<string, string>>;
  readonly [name: string]: string | Readonly<Record<string, string>>;
}

const file: { t4: T4Vectors } = JSON.parse(
  readFileSync(new URL('../../vectors/vectors.json', import.meta.url), 'utf8'),
);
export const T4 = file.t4;

export function hexOf(octets: Uint8Array): string {
  return Buffer.from(octets).toString('hex');
}

/** A vector that is one string: octets in hexadecimal, or bits. */
export function vectorText(name: string): string {
  const value = T4[name];
  if (typeof value !== 'string') throw new Error(`vectors.json has no t4 string ${name}`);
  return value;
}

export function vector(name: string): Uint8Array {
  return Uint8Array.from(Buffer.from(vectorText(name), 'hex'));
}

/** The 23 × 5 letters every vector codes. */
export const LETTERS: BilevelRaster = rasterOf(23, 5, vector('image_jbig_letters_23x5_1isblack'));
