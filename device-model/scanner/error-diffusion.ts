/** Errors are counted in sixteenths of a grey level, so that the weights 7, 3, 5 and 1 of 16 lose nothing. */
const SIXTEENTHS = 4;
const WHITE = 255;
const WHITE_SCALED = WHITE << SIXTEENTHS;
const MIDDLE_SCALED = 128 << SIXTEENTHS;

/**
 * Error diffusion after Floyd and Steinberg (1976), serpentine: each row runs the other way than the one above. What a
 * pel is too dark or too light is handed to its neighbours, 7/16 to the next, 3/16, 5/16 and 1/16 to the three below,
 * so that the mean darkness of any area stays. Pure white paper and pure black take and give no error (*own design*):
 * no speckles beside a picture. Rows go in from the top; only two rows of errors are kept.
 */
export class ErrorDiffusion {
  readonly #width: number;
  /** Grey level to tone, 256 entries. */
  readonly #tone: Uint8Array;
  /** One cell of margin on each side takes what falls off the edge. */
  #errors: Int32Array;
  #below: Int32Array;
  #rightwards = true;

  constructor(width: number, tone: Uint8Array) {
    this.#width = width;
    this.#tone = tone;
    this.#errors = new Int32Array(width + 2);
    this.#below = new Int32Array(width + 2);
  }

  /**
   * Codes one row of grey pels into a white packed row. `fixed`, one octet for every 8 pels, is not 0 where pels are to be
   * thresholded at `whiteFrom` instead; errors end there.
   */
  row(grey: Uint8Array, packed: Uint8Array, whiteFrom: number, fixed?: Uint8Array): void {
    const width = this.#width;
    const tone = this.#tone;
    const errors = this.#errors;
    const below = this.#below;
    below.fill(0);
    const step = this.#rightwards ? 1 : -1;
    const end = this.#rightwards ? width : -1;
    for (let x = this.#rightwards ? 0 : width - 1; x !== end; x += step) {
      const level = grey[x] ?? WHITE;
      if (fixed !== undefined && fixed[x >> 3] !== 0) {
        if (level < whiteFrom) blacken(packed, x);
        continue;
      }
      const wanted = tone[level] ?? WHITE;
      if (wanted === WHITE) continue;
      if (wanted === 0) {
        blacken(packed, x);
        continue;
      }
      const cell = x + 1;
      const value = (wanted << SIXTEENTHS) + (errors[cell] ?? 0);
      const black = value < MIDDLE_SCALED;
      if (black) blacken(packed, x);
      const error = black ? value : value - WHITE_SCALED;
      const next = (error * 7) >> 4;
      const behind = (error * 3) >> 4;
      const under = (error * 5) >> 4;
      errors[cell + step] = (errors[cell + step] ?? 0) + next;
      below[cell - step] = (below[cell - step] ?? 0) + behind;
      below[cell] = (below[cell] ?? 0) + under;
      below[cell + step] = (below[cell + step] ?? 0) + error - next - behind - under;
    }
    this.#errors = below;
    this.#below = errors;
    this.#rightwards = !this.#rightwards;
  }
}

function blacken(packed: Uint8Array, x: number): void {
  packed[x >> 3] = (packed[x >> 3] ?? 0) | (0x80 >> (x & 7));
}
