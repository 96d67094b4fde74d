import {
  type CapabilityLines,
  type CapabilityPlace,
  findCapability,
  parseCapability,
} from '../../firmware/capability/capability-lines.ts';
import type { Filter } from '../../firmware/capability/filter.ts';
import type { FilterReader } from '../../firmware/capability/parse-filter.ts';
import type { RepairKind } from '../../firmware/capability/repairs.ts';
import type { ReplySpellingKind } from '../../firmware/capability/reply-spelling.ts';
import { escapeControls } from '../../firmware/smtp/wire/printable-text.ts';

/** Counted from 1, columns in characters (UTF-16). */
export interface PastedPlace {
  readonly line: number;
  readonly column: number;
}

export interface PastedRepair extends PastedPlace {
  readonly kind: RepairKind;
  readonly what: string;
}

/** A way to spell a reply that needs no repair, at the first line spelt so, counted from 1. */
export interface PastedSpelling {
  readonly kind: ReplySpellingKind;
  readonly line: number;
  readonly what: string;
}

/** What a pasted text says; every sentence names its place and is safe to print. */
export type PastedCapability =
  | {
      readonly kind: 'capability';
      /** `expression` is a feature set predicate without a reply around it. */
      readonly dialect: 'manual' | 'rfc4141' | 'expression';
      readonly filter: Filter;
      readonly repairs: readonly PastedRepair[];
      readonly spellings: readonly PastedSpelling[];
      readonly received: readonly string[];
    }
  /** A reply that can be read and tells no capability: a plain acceptance or a refusal. */
  | { readonly kind: 'none'; readonly sentence: string; readonly received: readonly string[] }
  | { readonly kind: 'unreadable'; readonly sentence: string };

/** A reply code with its separator, behind the `S: ` of a dialogue or not. */
const REPLY_CODE = /^\s*(?:S:\s*)?([2-5]\d\d)(?:([ -])|$)/;

/** Code points that change how a line looks without being seen: format characters, line separators, half pairs. */
const UNSEEN = /[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Reads what a user pasted: a reply to `RCPT TO:<…> CONNEG` of either dialect, with or without reply codes and enhanced
 * status codes, lines ended by CRLF, LF or CR; or one predicate of RFC 2533. Never throws.
 */
export function readPastedCapability(text: string, reader: FilterReader): PastedCapability {
  const lines = text.split(/\r\n|\n|\r/);
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first < 0) {
    return unreadable({ line: 1, column: 1 }, 'expected a capability reply or an expression, found nothing');
  }
  const last = lines.findLastIndex((line) => line.trim() !== '');
  const paste = new Paste(lines.slice(first, last + 1), first, reader);
  const code = REPLY_CODE.exec(lines[first] ?? '')?.[1];
  return code === undefined ? paste.readBare() : paste.readReply(code);
}

class Paste {
  readonly #lines: readonly string[];
  /** Blank lines before them. */
  readonly #before: number;
  readonly #reader: FilterReader;

  constructor(lines: readonly string[], before: number, reader: FilterReader) {
    this.#lines = lines;
    this.#before = before;
    this.#reader = reader;
  }

  readReply(code: string): PastedCapability {
    if (code[0] !== '2') return this.#none(`reply ${code} is no acceptance: it tells no capability`);
    const texts: string[] = [];
    for (const [index, line] of this.#lines.entries()) {
      const [prefix, found, separator] = REPLY_CODE.exec(line) ?? [];
      const mark = index === this.#lines.length - 1 ? ' ' : '-';
      if (this.#reader === 'strict' && (found !== code || separator !== mark)) {
        return this.#refuse({ line: index, column: 0 }, `expected '${code}${mark}' at the start of this line`);
      }
      texts.push(prefix !== undefined && found === code ? line.slice(prefix.length) : line);
    }
    // From the first line on: who pastes a capability may have left the acceptance before it out.
    const capability = findCapability(texts, this.#reader, 0);
    if (capability === undefined) return this.#none(`reply ${code} accepts the recipient and tells no capability`);
    return this.#read(capability);
  }

  /** Lines without reply codes: an expression, or a reply as it stands in a book or a log. */
  readBare(): PastedCapability {
    const whole: CapabilityLines = {
      dialect: 'manual',
      firstLine: 0,
      texts: this.#lines,
      withoutKeyword: [],
      spellings: [],
    };
    if (this.#lines[0]?.trimStart().startsWith('(') === true) return this.#read(whole, 'expression');
    const capability = findCapability(this.#lines, this.#reader, 0);
    return capability === undefined ? this.#read(whole, 'expression') : this.#read(capability);
  }

  #read(capability: ReturnType<typeof findCapability> & object, dialect?: 'expression'): PastedCapability {
    if ('expected' in capability) {
      return this.#refuse({ line: capability.line, column: 0 }, `expected ${capability.expected}`);
    }
    const parsed = parseCapability(capability, this.#reader);
    const at = (place: CapabilityPlace): PastedPlace => this.#at(capability, place);
    if (!parsed.ok) {
      const { expected, found } = parsed.error;
      return unreadable(at(parsed.place), `expected ${expected}, found ${found}`);
    }
    return {
      kind: 'capability',
      dialect: dialect ?? capability.dialect,
      filter: parsed.filter,
      repairs: parsed.repairs.map(({ kind, what, place }) => ({ kind, what, ...at(place) })),
      spellings: capability.spellings.map((spelling) => ({ ...spelling, line: this.#before + spelling.line + 1 })),
      received: this.#received(),
    };
  }

  /** What was taken off a line stood at its start. */
  #at({ firstLine, texts }: CapabilityLines, { line, character }: CapabilityPlace): PastedPlace {
    const taken = (this.#lines[line] ?? '').length - (texts[line - firstLine] ?? '').length;
    return { line: this.#before + line + 1, column: taken + character + 1 };
  }

  #refuse({ line, column }: PastedPlace, sentence: string): PastedCapability {
    return unreadable({ line: this.#before + line + 1, column: column + 1 }, sentence);
  }

  #none(sentence: string): PastedCapability {
    return { kind: 'none', sentence: `line ${this.#before + 1}: ${sentence}`, received: this.#received() };
  }

  #received(): readonly string[] {
    return this.#lines.map(printable);
  }
}

function unreadable(place: PastedPlace, sentence: string): PastedCapability {
  return { kind: 'unreadable', sentence: printable(`${placeText(place)}: ${sentence}`) };
}

/** `line 13, column 8`. */
export function placeText({ line, column }: PastedPlace): string {
  return `line ${line}, column ${column}`;
}

function printable(text: string): string {
  return escapeControls(text).replace(UNSEEN, '?');
}
