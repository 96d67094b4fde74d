import { BitReader } from '../coding/bit-reader.ts';
import { RTC_EOLS } from '../coding/t4-code-tables.ts';

/** Where the EOLs of a T.4 strip stand; rows are not decoded: no code word holds eleven zeros in a row. */
export class T4Ends {
  readonly beginsWithEol: boolean;
  /** EOLs (with MR's tag bit) that do not end on an octet's edge. */
  readonly unaligned: number;
  /** Six EOLs at the end. */
  readonly rtc: boolean;
  /** At least one EOL at the end, with no row after it. */
  readonly endsWithEol: boolean;

  constructor(strip: Uint8Array, twoDimensional: boolean) {
    const bits = new BitReader(strip);
    const tagBits = twoDimensional ? 1 : 0;
    this.beginsWithEol = bits.readEol();
    bits.position = 0;
    /** EOLs without a row between them, up to the last one. */
    let together = 0;
    let lastEnd = -1;
    let unaligned = 0;
    while (bits.seekEol()) {
      const begin = bits.position;
      if (!bits.readEol()) break;
      bits.position += tagBits;
      together = begin === lastEnd ? together + 1 : 1;
      lastEnd = bits.position;
      // libtiff aligns the EOL itself, RFC 3949 the bit after MR's tag.
      if ((bits.position & 7) !== 0 && together < 2) unaligned += 1;
    }
    this.unaligned = unaligned;
    this.endsWithEol = lastEnd >= 0 && onlyZeros(strip, lastEnd);
    this.rtc = this.endsWithEol && together >= RTC_EOLS;
  }
}

function onlyZeros(strip: Uint8Array, position: number): boolean {
  const first = position >> 3;
  if (first >= strip.length) return true;
  if ((((strip[first] ?? 0) << (position & 7)) & 0xff) !== 0) return false;
  return strip.subarray(first + 1).every((octet) => octet === 0);
}
