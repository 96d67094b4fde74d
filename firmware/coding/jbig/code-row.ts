import { type ArithmeticEncoder, carryInto } from './arithmetic-encoder.ts';
import { MARGIN_WORDS, type PelLines, wordBefore } from './pel-lines.ts';
import { ENCODER_STATES } from './probability-states.ts';
import { firstContext, type Template } from './template.ts';

/** Runs of white no longer than this are as soon coded pel by pel. */
const SHORT_RUN = 7;

/**
 * Codes the pels of `lines.current` (ITU-T T.82 6.7), for which `coder` must have room. This is the encoder's only hot
 * function: registers are local, `ArithmeticEncoder.encode` stands in the loop in full, and pels whose context is all
 * white and that are white themselves are coded as many at once as leave the interval normal.
 */
export function codeRow(coder: ArithmeticEncoder, template: Template, lines: PelLines, adaptiveOffset: number): void {
  // Imports are looked up at every use in some module systems: the loop has its own name for the table.
  const states = ENCODER_STATES;
  const { contexts, octets } = coder;
  const { current, above, secondAbove, endWord } = lines;
  const { secondBit, firstBit, firstAhead, adaptiveBit, keep } = template;
  let { a, c, ct, length } = coder;
  /** The next context, but for the pels that enter. */
  let rest = firstContext(template, secondAbove[MARGIN_WORDS] ?? 0, above[MARGIN_WORDS] ?? 0);
  let pelsLeft = lines.width;
  for (let index = MARGIN_WORDS; index < endWord; index += 1) {
    let pels = current[index] ?? 0;
    let second = secondBit === 0 ? 0 : ((secondAbove[index] ?? 0) << 1) | ((secondAbove[index + 1] ?? 0) >>> 31);
    let first = ((above[index] ?? 0) << firstAhead) | ((above[index + 1] ?? 0) >>> (32 - firstAhead));
    let adaptive = adaptiveBit === 0 ? 0 : wordBefore(current, index, adaptiveOffset);
    let left = Math.min(pelsLeft, 32);
    pelsLeft -= 32;
    while (left > 0) {
      if (rest === 0) {
        const state = contexts[0] ?? 0;
        let run = Math.clz32(pels | second | first | adaptive);
        if (run > SHORT_RUN && state >= 0) {
          if (run > left) run = left;
          const size = state & 0x7fff;
          if (Math.imul(run, size) > a - 0x8000) run = ((a - 0x8000) / size) | 0;
          if (run > 0) {
            a -= Math.imul(run, size);
            left -= run;
            pels <<= run;
            second <<= run;
            first <<= run;
            adaptive <<= run;
            continue;
          }
        }
      }
      const context =
        rest | (((second >> 31) & secondBit) | ((first >> 31) & firstBit) | ((adaptive >> 31) & adaptiveBit));
      const state = contexts[context] ?? 0;
      const size = state & 0x7fff;
      const unlike = state ^ pels;
      rest = ((context << 1) & keep) | (pels >>> 31);
      left -= 1;
      pels <<= 1;
      second <<= 1;
      first <<= 1;
      adaptive <<= 1;
      a -= size;
      if (unlike >= 0) {
        if (a >= 0x8000) continue;
        if (a < size) {
          c += a;
          a = size;
        }
        contexts[context] = states[(state >>> 15) & 0xff] ?? 0;
      } else {
        if (a >= size) {
          c += a;
          a = size;
        }
        contexts[context] = states[(state >>> 23) & 0xff] ?? 0;
      }
      let shift = Math.clz32(a) - 16;
      a <<= shift;
      while (shift >= ct) {
        c <<= ct;
        shift -= ct;
        ct = 8;
        if (c >= 0x8000000) carryInto(octets, length);
        octets[length] = c >>> 19;
        length += 1;
        c &= 0x7ffff;
      }
      c <<= shift;
      ct -= shift;
    }
  }
  coder.a = a;
  coder.c = c;
  coder.ct = ct;
  coder.length = length;
}
