/**
 * Words before a line's first: all white, so that the adaptive pel, at most 127 to the left, may be looked for there.
 */
export const MARGIN_WORDS = 4;

/**
 * A row and the two above it as words of 32 pels, bit 31 the leftmost, white beyond both edges: the row coders need not
 * ask where the edges are. All three are white at first, as T.82 has it above the page.
 */
export class PelLines {
  readonly width: number;
  /** Place behind the last word of a line. */
  readonly endWord: number;
  current: Int32Array;
  above: Int32Array;
  secondAbove: Int32Array;
  /** The line that is free while the two above are one. */
  #free: Int32Array;

  constructor(width: number) {
    this.width = width;
    this.endWord = MARGIN_WORDS + ((width + 31) >> 5);
    const line = () => new Int32Array(this.endWord + 1);
    this.current = line();
    this.above = line();
    this.secondAbove = line();
    this.#free = line();
  }

  /** The current row becomes the one above; what `current` then holds is of no use. */
  advance(): void {
    const spent = this.secondAbove === this.above ? this.#free : this.secondAbove;
    this.secondAbove = this.above;
    this.above = this.current;
    this.current = spent;
  }

  /** As `advance` with a current row that is equal to the one above; `current` need not hold it. */
  repeat(): void {
    if (this.secondAbove === this.above) return;
    this.#free = this.secondAbove;
    this.secondAbove = this.above;
  }

  /** As above the page: white. */
  clear(): void {
    this.above.fill(0);
    this.secondAbove.fill(0);
  }

  /** Whether a packed row at `at` is equal to the one above, padding aside. */
  isTypical(view: DataView, at: number): boolean {
    const { above } = this;
    const wholeEnd = MARGIN_WORDS + (this.width >> 5);
    let from = at;
    for (let index = MARGIN_WORDS; index < wholeEnd; index += 1) {
      if (view.getInt32(from) !== above[index]) return false;
      from += 4;
    }
    return lastWord(view, from, this.width & 31) === (above[wholeEnd] ?? 0);
  }

  /** Fills `current` from a packed row at `at`, white beyond the width whatever the padding holds. */
  load(view: DataView, at: number): void {
    const { current } = this;
    const wholeEnd = MARGIN_WORDS + (this.width >> 5);
    let from = at;
    for (let index = MARGIN_WORDS; index < wholeEnd; index += 1) {
      current[index] = view.getInt32(from);
      from += 4;
    }
    current[wholeEnd] = lastWord(view, from, this.width & 31);
  }

  /** Writes `current` as a packed row at `at`. */
  store(view: DataView, at: number): void {
    const { current } = this;
    const wholeEnd = MARGIN_WORDS + (this.width >> 5);
    let to = at;
    for (let index = MARGIN_WORDS; index < wholeEnd; index += 1) {
      view.setInt32(to, current[index] ?? 0);
      to += 4;
    }
    const word = current[wholeEnd] ?? 0;
    for (let shift = 24, pels = this.width & 31; pels > 0; shift -= 8, pels -= 8) {
      view.setUint8(to, word >>> shift);
      to += 1;
    }
  }
}

/** The last `pels` of a packed row, fewer than 32, white behind them. */
function lastWord(view: DataView, at: number, pels: number): number {
  if (pels === 0) return 0;
  let word = 0;
  for (let bits = 0; bits < pels; bits += 8) word |= view.getUint8(at + (bits >> 3)) << (24 - bits);
  return word & (-1 << (32 - pels));
}

/** The 32 pels from `offset` pels left of word `index` on: what the adaptive pel meets while the word is coded. */
export function wordBefore(line: Int32Array, index: number, offset: number): number {
  const from = index - ((offset + 31) >> 5);
  const ahead = -offset & 31;
  const word = line[from] ?? 0;
  return ahead === 0 ? word : (word << ahead) | ((line[from + 1] ?? 0) >>> (32 - ahead));
}
