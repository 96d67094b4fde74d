import type { BitReader } from './bit-reader.ts';
import type { PageRows } from './page-rows.ts';
import { BEHIND_A0, PAST_THE_EDGE, ROW_ENDS_EARLY, UNCOMPRESSED_MODE, UNKNOWN_EXTENSION } from './read-row.ts';

/** Why a row reader gave up, with the bit of the coded data where it stood. */
export function rowFailure(failure: number, bits: BitReader, width: number): string {
  const where = `at ${bits.place}`;
  switch (failure) {
    case ROW_ENDS_EARLY:
      return bits.position + 11 > bits.end
        ? `the data end inside the row ${where}, before ${width} pels`
        : `an EOL or fill comes ${where}, before ${width} pels`;
    case PAST_THE_EDGE:
      return `the code ${where} runs past the right edge, ${width} pels`;
    case BEHIND_A0:
      return `the vertical mode ${where} puts a1 left of a0`;
    case UNCOMPRESSED_MODE:
      return `an extension code ${where} asks for the uncompressed mode, which fax does not use`;
    case UNKNOWN_EXTENSION:
      return `an extension code ${where} stands for nothing T.4 and T.6 know`;
    default:
      return `no code word of T.4 begins ${where}`;
  }
}

/**
 * Notes that coded data follow the last row, which costs no row: when the height is known only strict minds. Less than
 * an octet is what some coders leave behind.
 */
export function noteSurplus(bits: BitReader, page: PageRows, end: number): void {
  if (bits.end - bits.position < 8) return;
  if (!page.heightKnown) page.note(`coded data follow at ${bits.place}, ${end} rows are the limit`, bits.position);
  else if (page.strict) page.note(`coded data follow the last of ${end} rows at ${bits.place}`, bits.position);
}
