const CR = 0x0d;
const LF = 0x0a;
const DOT = 0x2e;

/**
 * Message octets into DATA octets (RFC 5321 4.5.2), piece by piece: a dot at the head of a line is doubled, and every
 * line ends in CRLF. A bare CR or LF, which RFC 5321 2.3.8 forbids to send, becomes CRLF: otherwise a lax server could
 * see the final dot where there is none. A piece that needs no change is returned as it is, not copied.
 */
export class DotStuffer {
  #atLineStart = true;
  #afterCr = false;

  stuff(piece: Uint8Array): Uint8Array {
    if (this.#isClean(piece)) {
      this.#remember(piece);
      return piece;
    }
    const stuffed = new Uint8Array(piece.length + this.#insertions(piece));
    let to = 0;
    for (const octet of piece) {
      const before = this.#insertedBefore(octet);
      if (before !== undefined) stuffed[to++] = before;
      // A bare CR followed by a dot needs two: the LF that ends the line and the doubling dot.
      if (before === LF && octet === DOT) stuffed[to++] = DOT;
      stuffed[to++] = octet;
      this.#step(octet);
    }
    return stuffed;
  }

  /** What ends the message: the missing line end, if any, then the final dot (RFC 5321 4.1.1.4). Starts anew. */
  end(): Uint8Array {
    const missing = this.#afterCr ? '\n' : this.#atLineStart ? '' : '\r\n';
    this.#atLineStart = true;
    this.#afterCr = false;
    return Buffer.from(`${missing}.\r\n`, 'latin1');
  }

  #insertedBefore(octet: number): number | undefined {
    if (this.#afterCr) return octet === LF ? undefined : LF;
    if (octet === LF) return CR;
    return this.#atLineStart && octet === DOT ? DOT : undefined;
  }

  #step(octet: number): void {
    this.#afterCr = octet === CR;
    this.#atLineStart = octet === LF;
  }

  /** Line by line by the engine's own search: a message is a thousand lines, and octet by octet costs ten times as much. */
  #isClean(piece: Uint8Array): boolean {
    const [first] = piece;
    if (first === undefined) return true;
    if (this.#afterCr ? first !== LF : this.#atLineStart && first === DOT) return false;
    let from = this.#afterCr ? 1 : 0;
    if (from === 1 && piece[1] === DOT) return false;
    for (;;) {
      const cr = piece.indexOf(CR, from);
      const lf = piece.indexOf(LF, from);
      if (lf < 0) return cr < 0 || cr === piece.length - 1;
      if (cr < 0 || cr !== lf - 1 || piece[lf + 1] === DOT) return false;
      from = lf + 1;
    }
  }

  #insertions(piece: Uint8Array): number {
    let count = 0;
    let afterCr = this.#afterCr;
    let atLineStart = this.#atLineStart;
    for (const octet of piece) {
      if (afterCr && octet !== LF) count += octet === DOT ? 2 : 1;
      else if (octet === LF && !afterCr) count++;
      else if (octet === DOT && atLineStart) count++;
      afterCr = octet === CR;
      atLineStart = octet === LF;
    }
    return count;
  }

  #remember(piece: Uint8Array): void {
    const last = piece.at(-1);
    if (last !== undefined) this.#step(last);
  }
}
