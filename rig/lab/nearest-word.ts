/** Words listed when none is near, before only their number is told; *own design*. */
const LISTED = 16;
/** Longest word compared; a longer one is no slip of the fingers. *Own design.* */
const COMPARED_LENGTH = 40;

/** What was meant by a word that is none of `words`: the one nearest to it, or all of them. */
export function nearest(word: string, words: readonly string[]): string {
  const ranked = words.map((one) => ({ one, slips: slipsBetween(word, one) })).sort((a, b) => a.slips - b.slips);
  const [best] = ranked;
  const near = best !== undefined && best.slips <= Math.max(1, Math.floor(best.one.length / 3));
  if (near) return best.one;
  const shuffled = words.find((one) => lettersOf(one) === lettersOf(word));
  if (shuffled !== undefined) return shuffled;
  if (words.length <= LISTED) return `one of ${words.join(', ')}`;
  return `one of ${words.length} keys such as ${words.slice(0, 3).join(', ')}`;
}

function lettersOf(word: string): string {
  return word.slice(0, COMPARED_LENGTH).toLowerCase().split('').sort().join('');
}

/** Letters to insert, delete or change (Levenshtein's distance), case not minded. */
function slipsBetween(a: string, b: string): number {
  if (a.length > COMPARED_LENGTH) return Number.POSITIVE_INFINITY;
  const [from, to] = [a.toLowerCase(), b.toLowerCase()];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of from.split('').entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const changed = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
