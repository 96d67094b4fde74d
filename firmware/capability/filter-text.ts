/** Characters of one capability text: 128 reply lines of 512 octets. A longer one is not a fax machine's. *Own design.* */
export const FILTER_TEXT_LIMIT = 65_536;

/**
 * Characters of one tag, token, string or number: with its brackets it still fits a reply line of 512 octets
 * (RFC 5321 4.5.3.1.5), where it must not be cut. *Own design.*
 */
export const LEXICAL_ELEMENT_LIMIT = 400;

/** Why a capability text could not be read. `position` counts the characters before the place. */
export interface FilterError {
  readonly position: number;
  readonly expected: string;
  readonly found: string;
  readonly sentence: string;
}

/** Unwinds the recursive parser; never leaves `parseFilter`. */
export class UnreadableFilter extends Error {
  readonly reason: FilterError;

  constructor(reason: FilterError) {
    super(reason.sentence);
    this.reason = reason;
  }
}

const WHITE_SPACE = /[ \t\r\n]*/y;

/** A place in a capability text; white space may stand between any two lexical elements (RFC 2533 4.1). */
export class FilterText {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
    this.skipWhiteSpace();
  }

  get position(): number {
    return this.#position;
  }

  get atEnd(): boolean {
    return this.#position >= this.#text.length;
  }

  skipWhiteSpace(): void {
    WHITE_SPACE.lastIndex = this.#position;
    WHITE_SPACE.test(this.#text);
    this.#position = WHITE_SPACE.lastIndex;
  }

  startsWith(literal: string): boolean {
    return this.#text.startsWith(literal, this.#position);
  }

  /** Whether a sticky pattern matches here; takes nothing. */
  matches(pattern: RegExp): boolean {
    pattern.lastIndex = this.#position;
    return pattern.test(this.#text);
  }

  /** Takes the literal and the white space after it, when it is there. */
  take(literal: string): boolean {
    if (!this.startsWith(literal)) return false;
    this.#position += literal.length;
    this.skipWhiteSpace();
    return true;
  }

  expect(literal: string, expected = `'${literal}'`): void {
    if (!this.take(literal)) this.fail(expected);
  }

  /** Takes what a sticky pattern matches here and the white space after it; undefined when nothing does. */
  takePattern(pattern: RegExp, expected: string): string | undefined {
    pattern.lastIndex = this.#position;
    const [taken] = pattern.exec(this.#text) ?? [];
    if (taken === undefined) return undefined;
    if (taken.length > LEXICAL_ELEMENT_LIMIT) {
      this.fail(`${expected} of at most ${LEXICAL_ELEMENT_LIMIT} characters`, `one of ${taken.length}`);
    }
    this.#position += taken.length;
    this.skipWhiteSpace();
    return taken;
  }

  /** Ends the reading with one sentence: what was expected here and what stands here. */
  fail(expected: string, found = this.#found(), position = this.#position): never {
    throw new UnreadableFilter({
      position,
      expected,
      found,
      sentence: `character ${position + 1} of the capability: expected ${expected}, found ${found}`,
    });
  }

  #found(): string {
    if (this.atEnd) return 'the end of the text';
    const excerpt = this.#text.slice(this.#position, this.#position + 24);
    return JSON.stringify(excerpt.length + this.#position < this.#text.length ? `${excerpt}…` : excerpt);
  }
}
