import { printableText, quoted } from './printable-text.ts';
import { type Reply, replyOf } from './reply.ts';

/**
 * What a far end may make us hold. RFC 5321 4.5.3.1.5 limits a reply line to 512 octets; capability lines of real
 * machines run longer, so four times that is read (own design). A capability of 512 lines or 64 KiB is beyond any
 * RFC 2879 feature set; the limits stop a peer that never ends its reply from filling the memory (own design).
 */
export interface ReplyLimits {
  /** Of one line, its line end included. */
  readonly lineOctets: number;
  readonly linesPerReply: number;
  /** Of all lines of one reply, line ends included. */
  readonly replyOctets: number;
}

export const REPLY_LIMITS: ReplyLimits = { lineOctets: 2_048, linesPerReply: 512, replyOctets: 65_536 };

/** What one piece of octets completed. After an `error` the reader reads nothing more. */
export interface ReadReplies {
  /** Every line that ended in this piece, as it stood on the wire without its line end, safe to show. */
  readonly lines: readonly string[];
  readonly replies: readonly Reply[];
  /** One sentence: what came and what was expected. */
  readonly error?: string;
}

const LF = 0x0a;
const CR = 0x0d;

/**
 * Octets of the far end into replies (RFC 5321 4.2, 4.2.1), whatever pieces they arrive in: CRLF, and a bare LF
 * tolerated (own design); multi-line with `-`; a bare code without text. What is not a reply ends the reading.
 */
export class ReplyReader {
  readonly #limits: ReplyLimits;
  readonly #line: Uint8Array;
  #lineOctets = 0;
  #replyOctets = 0;
  #code: number | undefined;
  #texts: string[] = [];
  #error: string | undefined;

  constructor(limits: ReplyLimits = REPLY_LIMITS) {
    this.#limits = limits;
    this.#line = new Uint8Array(limits.lineOctets);
  }

  /** Some octets of a reply are here, its end is not. */
  get pending(): boolean {
    return this.#error === undefined && (this.#lineOctets > 0 || this.#code !== undefined);
  }

  read(octets: Uint8Array): ReadReplies {
    const lines: string[] = [];
    const replies: Reply[] = [];
    let start = 0;
    while (this.#error === undefined && start < octets.length) {
      const lineEnd = octets.indexOf(LF, start);
      const end = lineEnd < 0 ? octets.length : lineEnd + 1;
      if (this.#lineOctets + end - start > this.#limits.lineOctets || this.#neverEnds(end - start, lineEnd < 0)) {
        this.#error = `A reply line ran past ${this.#limits.lineOctets} octets; RFC 5321 expects 512 at most.`;
        break;
      }
      this.#line.set(octets.subarray(start, end), this.#lineOctets);
      this.#lineOctets += end - start;
      start = end;
      if (lineEnd < 0) break;
      const reply = this.#endLine(lines);
      if (reply !== undefined) replies.push(reply);
    }
    return this.#error === undefined ? { lines, replies } : { lines, replies, error: this.#error };
  }

  /** A line that fills the limit and has no line end yet is already too long: the verdict must not hang on the split. */
  #neverEnds(added: number, unended: boolean): boolean {
    return unended && this.#lineOctets + added >= this.#limits.lineOctets;
  }

  #endLine(lines: string[]): Reply | undefined {
    const octets = this.#lineOctets;
    const textEnd = octets >= 2 && this.#line[octets - 2] === CR ? octets - 2 : octets - 1;
    const line = printableText(this.#line.subarray(0, textEnd));
    this.#lineOctets = 0;
    this.#replyOctets += octets;
    lines.push(line);

    const found = /^([2-5]\d\d)(?:([ -])(.*))?$/s.exec(line);
    if (found === null) {
      this.#error = `The far end sent ${quoted(line)}; expected an SMTP reply: three digits 200-599, then a blank or a hyphen.`;
      return undefined;
    }
    const code = Number(found[1]);
    if (this.#code !== undefined && code !== this.#code) {
      this.#error = `The reply code changed inside a reply: ${quoted(line)} after ${this.#code}-; expected ${this.#code} on every line.`;
      return undefined;
    }
    this.#code = code;
    this.#texts.push(found[3] ?? '');
    if (this.#texts.length > this.#limits.linesPerReply) {
      this.#error = `A reply ${code} ran past ${this.#limits.linesPerReply} lines; expected its last line before that.`;
      return undefined;
    }
    if (this.#replyOctets > this.#limits.replyOctets) {
      this.#error = `A reply ${code} ran past ${this.#limits.replyOctets} octets; expected its last line before that.`;
      return undefined;
    }
    if (found[2] === '-') return undefined;
    const reply = replyOf(code, this.#texts);
    this.#code = undefined;
    this.#texts = [];
    this.#replyOctets = 0;
    return reply;
  }
}
