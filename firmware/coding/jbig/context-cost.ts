import { CONTEXTS } from './arithmetic-encoder.ts';
import { MARGIN_WORDS, type PelLines, wordBefore } from './pel-lines.ts';
import { firstContext, type Template, type TemplateName, templateOf } from './template.ts';

/**
 * Bits that the pels of some rows would take with the adaptive pel at `offset`: their entropy under the contexts as
 * counted, and half the logarithm of its pels for each context, for what a coder pays to learn it (*own design*).
 */
export function contextCostBits(rows: readonly PelLines[], name: TemplateName, offset: number): number {
  const counts = new Int32Array(CONTEXTS * 2);
  const template = templateOf(name, offset);
  for (const lines of rows) countContexts(counts, template, lines, offset);
  let bits = 0;
  for (let at = 0; at < counts.length; at += 2) {
    const white = counts[at] ?? 0;
    const black = counts[at + 1] ?? 0;
    const pels = white + black;
    if (pels === 0) continue;
    bits += timesLog(pels) - timesLog(white) - timesLog(black) + Math.log2(pels + 1) / 2;
  }
  return bits;
}

/** Adds the pels of `lines.current` to the counts: context by context, white ones in even places. Walks as `codeRow`. */
function countContexts(counts: Int32Array, template: Template, lines: PelLines, offset: number): void {
  const { current, above, secondAbove, endWord } = lines;
  const { secondBit, firstBit, firstAhead, adaptiveBit, keep } = template;
  let rest = firstContext(template, secondAbove[MARGIN_WORDS] ?? 0, above[MARGIN_WORDS] ?? 0);
  let pelsLeft = lines.width;
  for (let index = MARGIN_WORDS; index < endWord; index += 1) {
    let pels = current[index] ?? 0;
    let second = ((secondAbove[index] ?? 0) << 1) | ((secondAbove[index + 1] ?? 0) >>> 31);
    let first = ((above[index] ?? 0) << firstAhead) | ((above[index + 1] ?? 0) >>> (32 - firstAhead));
    let adaptive = adaptiveBit === 0 ? 0 : wordBefore(current, index, offset);
    const count = Math.min(pelsLeft, 32);
    pelsLeft -= 32;
    if ((rest | pels | second | first | adaptive) === 0) {
      counts[0] = (counts[0] ?? 0) + count;
      continue;
    }
    for (let left = count; left > 0; left -= 1) {
      const context =
        rest | ((second >> 31) & secondBit) | ((first >> 31) & firstBit) | ((adaptive >> 31) & adaptiveBit);
      const shifted = (context << 1) | (pels >>> 31);
      counts[shifted] = (counts[shifted] ?? 0) + 1;
      rest = shifted & keep;
      pels <<= 1;
      second <<= 1;
      first <<= 1;
      adaptive <<= 1;
    }
  }
}

function timesLog(count: number): number {
  return count === 0 ? 0 : count * Math.log2(count);
}
