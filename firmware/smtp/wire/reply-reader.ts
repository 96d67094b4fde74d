import { escapeControls, latin1Text, quoted } from './printable-text.ts';
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

/**
 * Octets of the far end into replies (RFC 5321 4.2, 4.2.1), whatever pieces they arrive in: CRLF, and a bare LF
 * tolerated (own design); multi-line with `-`; a bare code without text. What is not a reply ends the reading.
 */
export class ReplyReader {
  readonly #limits: ReplyLimits;
  /** The line that has not ended yet, a character an octet. */
  #begun = '';
  #replyOctets = 0;
  #code: number | undefined;
  #texts: string[] = [];
  #error: string | undefined;

  constructor(limits: ReplyLimits = REPLY_LIMITS) {
    this.#limits = limits;
  }

  /** Some octets of a reply are here, its end is not. */
  get pending(): boolean {
    return this.#error === undefined && (this.#begun !== '' || this.#code !== undefined);
  }

  read(octets: Uint8Array): ReadReplies {
    const lines: string[] = [];
    const replies: Reply[] = [];
    const text = latin1Text(octets);
    let start = 0;
    while (this.#error === undefined && start < text.length) {
      const lineEnd = text.indexOf('\n', start);
      const end = lineEnd < 0 ? text.length : lineEnd + 1;
      if (this.#begun.length + end - start > this.#limits.lineOctets || this.#neverEnds(end - start, lineEnd < 0)) {
        this.#error = `A reply line ran past ${this.#limits.lineOctets} octets; RFC 5321 expects 512 at most.`;
        break;
      }
      const line = this.#begun + text.slice(start, end);
      start = end;
      this.#begun = lineEnd < 0 ? line : '';
      if (lineEnd < 0) break;
      const reply = this.#endLine(line, lines);
      if (reply !== undefined) replies.push(reply);
    }
    return this.#error === undefined ? { lines, replies } : { lines, replies, error: this.#error };
  }

  /** A line that fills the limit and has no line end yet is already too long: the verdict must not hang on the split. */
  #neverEnds(added: number, unended: boolean): boolean {
    return unended && this.#begun.length + added >= this.#limits.lineOctets;
  }

  /** `ended`: with its line end. */
  #endLine(ended: string, lines: string[]): Reply | undefined {
    const line = escapeControls(ended.slice(0, ended.endsWith('\r\n') ? -2 : -1));
    this.#replyOctets += ended.length;
    lines.push(line);

    const code = replyCode(line);
    if (code === undefined) {
      this.#error = `The far end sent ${quoted(line)}; expected an SMTP reply: three digits 200-599, then a blank or a hyphen.`;
      return undefined;
    }
    if (this.#code !== undefined && code !== this.#code) {
      this.#error = `The reply code changed inside a reply: ${quoted(line)} after ${this.#code}-; expected ${this.#code} on every line.`;
      return undefined;
    }
    this.#code = code;
    this.#texts.push(line.slice(4));
    if (this.#texts.length > this.#limits.linesPerReply) {
      this.#error = `A reply ${code} ran past ${this.#limits.linesPerReply} lines; expected its last line before that.`;
      return undefined;
    }
    if (this.#replyOctets > this.#limits.replyOctets) {
      this.#error = `A reply ${code} ran past ${this.#limits.replyOctets} octets; expected its last line before that.`;
      return undefined;
    }
    if (line[3] === '-') return undefined;
    const reply = replyOf(code, this.#texts);
    this.#code = undefined;
    this.#texts = [];
    this.#replyOctets = 0;
    return reply;
  }
}

/** The code of a line that is a reply line: alone, or with a blank or a hyphen behind it. */
function replyCode(line: string): number | undefined {
  if (line.length > 3 && line[3] !== ' ' && line[3] !== '-') return undefined;
  const [first, second, third] = [digitAt(line, 0), digitAt(line, 1), digitAt(line, 2)];
  if (!(first >= 2 && first <= 5 && second >= 0 && third >= 0)) return undefined;
  return first * 100 + second * 10 + third;
}

/** -1 or NaN where there is no digit. */
function digitAt(line: string, index: number): number {
  const digit = line.charCodeAt(index) - 0x30;
  return digit <= 9 ? digit : -1;
}
