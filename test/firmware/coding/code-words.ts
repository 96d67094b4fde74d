import { T4 } from './vectors.ts';

/** Octets of code words given as bits; blanks are for the reader. */
export function coded(...words: readonly (string | undefined)[]): Uint8Array {
  const bits = words.join('').replaceAll(' ', '');
  return Uint8Array.from(bits.match(/.{1,8}/g) ?? [], (octet) => Number.parseInt(octet.padEnd(8, '0'), 2));
}

export const EOL = '000000000001';
export const W = (run: number) => T4.white[run];
export const B = (run: number) => T4.black[run];
