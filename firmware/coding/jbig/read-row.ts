import { type ArithmeticDecoder, HALF, SIZE_MASK } from './arithmetic-decoder.ts';
import { MARGIN_WORDS, type PelLines, wordBefore } from './pel-lines.ts';
import { DECODER_STATES } from './probability-states.ts';
import { firstContext, type Template } from './template.ts';

/** Runs of white no longer than this are as soon coded pel by pel. */
const SHORT_RUN = 7;

/**
 * Decodes the pels of a row into `lines.current` (ITU-T T.82 6.7). The mirror image of `codeRow`, and as hot: pels are
 * taken as white at once where the context is all white and the interval says so for all of them.
 */
export function readRow(coder: ArithmeticDecoder, template: Template, lines: PelLines, adaptiveOffset: number): void {
  // Imports are looked up at every use in some module systems: the loop has its own names for them.
  const states = DECODER_STATES;
  const half = HALF;
  const sizeMask = SIZE_MASK;
  const { contexts, octets, end } = coder;
  const { current, above, secondAbove, endWord } = lines;
  const { secondBit, firstBit, firstAhead, adaptiveBit, keep } = template;
  // An adaptive pel less than a word to the left may lie in the word being decoded: it is looked for in `past` then.
  const near = adaptiveBit !== 0 && adaptiveOffset <= 32;
  const nearShift = near ? 32 - adaptiveOffset : 0;
  const nearSign = near ? -0x80000000 : 0;
  const nearMask = near ? -1 >>> nearShift : 0;
  const far = adaptiveBit !== 0 && !near;
  let { a, c, ct, position } = coder;
  let steps = coder.steps + lines.width;
  /** The next context, but for the pels that enter. */
  let rest = firstContext(template, secondAbove[MARGIN_WORDS] ?? 0, above[MARGIN_WORDS] ?? 0);
  /** The last 32 pels, the latest in bit 0. */
  let past = 0;
  let pelsLeft = lines.width;
  for (let index = MARGIN_WORDS; index < endWord; index += 1) {
    let second = secondBit === 0 ? 0 : ((secondAbove[index] ?? 0) << 1) | ((secondAbove[index + 1] ?? 0) >>> 31);
    let first = ((above[index] ?? 0) << firstAhead) | ((above[index + 1] ?? 0) >>> (32 - firstAhead));
    let adaptive = far ? wordBefore(current, index, adaptiveOffset) : 0;
    const count = Math.min(pelsLeft, 32);
    let left = count;
    pelsLeft -= 32;
    while (left > 0) {
      if (rest === 0 && (past & nearMask) === 0) {
        const state = contexts[0] ?? 0;
        let run = Math.clz32(second | first | adaptive);
        if (run > SHORT_RUN && state >= 0) {
          if (run > left) run = left;
          const size = state & sizeMask;
          const room = a - (c < half ? half : c + 1);
          if (Math.imul(run, size) > room) run = (room / size) | 0;
          if (run > 0) {
            a -= Math.imul(run, size);
            steps -= run - 1;
            left -= run;
            second <<= run;
            first <<= run;
            adaptive <<= run;
            past = run < 32 ? past << run : 0;
            continue;
          }
        }
      }
      const entering = adaptive | ((past << nearShift) & nearSign);
      const context =
        rest | (((second >> 31) & secondBit) | ((first >> 31) & firstBit) | ((entering >> 31) & adaptiveBit));
      const state = contexts[context] ?? 0;
      const size = state & sizeMask;
      let pel = state >>> 31;
      left -= 1;
      second <<= 1;
      first <<= 1;
      adaptive <<= 1;
      a -= size;
      if (c < a) {
        if (a >= half) {
          past = (past << 1) | pel;
          rest = ((context << 1) & keep) | pel;
          continue;
        }
        if (a < size) {
          pel ^= 1;
          contexts[context] = states[(state >>> 23) & 0xff] ?? 0;
        } else {
          contexts[context] = states[state & 0xff] ?? 0;
        }
      } else {
        c -= a;
        if (a < size) {
          contexts[context] = states[state & 0xff] ?? 0;
        } else {
          pel ^= 1;
          contexts[context] = states[(state >>> 23) & 0xff] ?? 0;
        }
        a = size;
      }
      past = (past << 1) | pel;
      rest = ((context << 1) & keep) | pel;
      let shift = Math.clz32(a) - 8;
      a <<= shift;
      while (shift > ct) {
        c = (c << ct) | (position < end ? (octets[position] ?? 0) : 0);
        position += 1;
        shift -= ct;
        ct = 8;
      }
      c <<= shift;
      ct -= shift;
    }
    current[index] = past << (32 - count);
  }
  coder.a = a;
  coder.c = c;
  coder.ct = ct;
  coder.position = position;
  coder.steps = steps;
}
