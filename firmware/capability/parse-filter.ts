import type { Comparison, FeatureValue, Filter, FilterParameter, SetEntry } from './filter.ts';
import { FILTER_TEXT_LIMIT, type FilterError, FilterText, UnreadableFilter } from './filter-text.ts';
import { rational } from './rational.ts';
import { ITEMS_WITHOUT_EQUALS, MISSPELT_TAGS, type Repair, type RepairKind, repairOf } from './repairs.ts';

/** `strict` takes RFC 2533 as corrected by RFC 2738, `tolerant` also the misprints of `repairs.ts`. */
export type FilterReader = 'strict' | 'tolerant';

export type ParsedFilter =
  | { readonly ok: true; readonly filter: Filter; readonly repairs: readonly Repair[] }
  | { readonly ok: false; readonly error: FilterError };

/** Filters inside filters. RFC 2879's deepest example nests 6; bounds the reader's call stack. *Own design.* */
export const NESTING_LIMIT = 32;

/** Filters and set entries of one text; RFC 2879's longest example has some 150. *Own design.* */
export const ITEM_LIMIT = 4096;

/** Digits of one integer: bounds the cost of comparing two rationals. *Own design.* */
export const DIGIT_LIMIT = 40;

const TAG = /[A-Za-z][A-Za-z0-9:/.%-]*/y;
const TOKEN = /[A-Za-z][A-Za-z0-9-]*/y;
const STRING = /"[\x20\x21\x23-\x7e]*"/y;
const NUMBER = /[+-]?[0-9]+(?:\/[0-9]+)?/y;
const ZERO = /0(?![0-9/])/y;
/** Literals of ABNF mind no case (RFC 5234 2.3). */
const WHERE = /where(?![A-Za-z0-9-])/iy;
const QUALITY = /(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)(?![0-9.])/y;
const PARAMETER_VALUE = /"[\x20\x21\x23-\x7e]*"|[A-Za-z0-9.+/-]+/y;

/** Reads one feature set predicate. Never throws; a failure is one sentence with its place. */
export function parseFilter(text: string, options: { readonly reader: FilterReader }): ParsedFilter {
  const parser = new FilterParser(text, options.reader);
  try {
    return { ok: true, filter: parser.parse(), repairs: parser.repairs };
  } catch (failure) {
    if (failure instanceof UnreadableFilter) return { ok: false, error: failure.reason };
    throw failure;
  }
}

class FilterParser {
  readonly repairs: Repair[] = [];
  readonly #text: FilterText;
  readonly #tolerant: boolean;
  readonly #excess: number;
  #items = 0;

  constructor(text: string, reader: FilterReader) {
    const excess = text.length > FILTER_TEXT_LIMIT;
    this.#text = new FilterText(excess ? '' : text);
    this.#tolerant = reader === 'tolerant';
    this.#excess = excess ? text.length : 0;
  }

  parse(): Filter {
    const text = this.#text;
    if (this.#excess > 0) text.fail(`at most ${FILTER_TEXT_LIMIT} characters`, `${this.#excess}`, FILTER_TEXT_LIMIT);
    let filter = this.#filter(1);
    while (this.#tolerant && text.startsWith(')')) this.#dropSurplus();
    if (this.#tolerant && text.startsWith('(') && filter.kind === 'and') {
      filter = { ...filter, filters: this.#reopen([...filter.filters]) };
    }
    if (text.matches(WHERE)) text.fail('the end of the text', "'where': named predicates are not supported");
    if (!text.atEnd) text.fail('the end of the text');
    return filter;
  }

  /** After a surplus ')' closed the outer '(&' too early, what follows still belongs to it (manual page 472). */
  #reopen(filters: Filter[]): Filter[] {
    const text = this.#text;
    this.#repair('surplus-parenthesis', "a surplus ')' before this place was ignored, the outer '(&' goes on");
    while (text.startsWith('(')) {
      filters.push(this.#filter(2));
      if (text.startsWith(')')) this.#closeReopened();
    }
    while (text.startsWith(')')) this.#dropSurplus();
    return filters;
  }

  /** One ')' closes the outer filter at last, unless yet another filter follows it. */
  #closeReopened(): void {
    this.#text.take(')');
    if (this.#text.startsWith('(')) this.#repair('surplus-parenthesis', "a surplus ')' before this place was ignored");
  }

  #dropSurplus(): void {
    this.#repair('surplus-parenthesis', "a surplus ')' was ignored");
    this.#text.take(')');
  }

  #filter(depth: number): Filter {
    const text = this.#text;
    if (depth > NESTING_LIMIT) text.fail(`at most ${NESTING_LIMIT} filters inside each other`);
    this.#count();
    text.expect('(');
    const body = this.#body(depth);
    this.#close();
    const parameters = this.#parameters();
    return parameters.length === 0 ? body : { ...body, parameters };
  }

  #body(depth: number): Filter {
    const text = this.#text;
    if (text.take('!')) return { kind: 'not', filter: this.#filter(depth + 1) };
    const kind = text.take('&') ? 'and' : text.take('|') ? 'or' : undefined;
    if (kind === undefined) return this.#item();
    const filters: Filter[] = [];
    do filters.push(this.#filter(depth + 1));
    while (text.startsWith('('));
    return { kind, filters };
  }

  #close(): void {
    const text = this.#text;
    if (text.take(')')) return;
    if (!this.#tolerant || !text.atEnd) text.fail("')'");
    this.#repair('missing-parenthesis', "a missing ')' was added at the end");
  }

  #item(): Filter {
    const text = this.#text;
    const start = text.position;
    const tag = text.takePattern(TAG, 'a feature tag') ?? text.fail("'&', '|', '!' or a feature tag");
    const bare = text.startsWith(')') || (text.atEnd && this.#tolerant);
    const printed = bare ? ITEMS_WITHOUT_EQUALS.get(tag.toLowerCase()) : undefined;
    if (printed !== undefined && this.#tolerant) {
      this.#repair('tag-without-equals', `'${tag}' was read as '${printed.tag}=${printed.value}'`, start);
      return { kind: 'item', tag: printed.tag, comparison: '=', value: { kind: 'token', text: printed.value } };
    }
    if (bare) text.fail("'=', '<=' or '>='", `'(${tag})': named predicates are not supported`, start);
    const comparison = this.#comparison();
    if (comparison === '=' && text.take('['))
      return { kind: 'set', tag: this.#tag(tag, start), entries: this.#entries() };
    return { kind: 'item', tag: this.#tag(tag, start), comparison, value: this.#value() };
  }

  #tag(written: string, position: number): string {
    const meant = this.#tolerant ? MISSPELT_TAGS.get(written.toLowerCase()) : undefined;
    if (meant === undefined) return written;
    this.#repair('misspelt-tag', `'${written}' was read as '${meant}'`, position);
    return meant;
  }

  #comparison(): Comparison {
    const text = this.#text;
    for (const comparison of ['<=', '>=', '='] as const) if (text.take(comparison)) return comparison;
    const start = text.position;
    if (this.#tolerant && text.take('>')) {
      // RFC 2879 3.7: `>=0` is the legal way to say "no restriction"; its appendix B prints `>0`.
      if (!text.matches(ZERO)) text.fail("'>='", "'>'", start);
      this.#repair('greater-than-zero', "'>0' was read as '>=0'", start);
      return '>=';
    }
    return text.fail("'=', '<=' or '>='");
  }

  #entries(): readonly SetEntry[] {
    const text = this.#text;
    const entries: SetEntry[] = [];
    do {
      this.#count();
      const from = this.#value();
      entries.push(text.take('..') ? { kind: 'range', from, to: this.#value() } : from);
    } while (text.take(','));
    text.expect(']', "',' or ']'");
    return entries;
  }

  #value(): FeatureValue {
    const text = this.#text;
    const start = text.position;
    const digits = text.takePattern(NUMBER, 'a number');
    if (digits !== undefined) return this.#number(digits, start);
    const quoted = text.takePattern(STRING, 'a string');
    if (quoted !== undefined) return { kind: 'string', text: quoted.slice(1, -1) };
    const word = text.takePattern(TOKEN, 'a token') ?? text.fail('a number, a token, TRUE, FALSE or a string');
    const folded = word.toLowerCase();
    if (folded === 'true' || folded === 'false') return { kind: 'boolean', value: folded === 'true' };
    return { kind: 'token', text: word };
  }

  #number(written: string, start: number): FeatureValue {
    const [numerator = '', denominator = '1'] = written.split('/');
    if (numerator.length > DIGIT_LIMIT || denominator.length > DIGIT_LIMIT) {
      this.#text.fail(`integers of at most ${DIGIT_LIMIT} characters`, `a number of ${written.length}`, start);
    }
    if (/^0+$/.test(denominator)) this.#text.fail('a denominator of 1 or more', `'${written}'`, start);
    const number = rational(BigInt(numerator.replace('+', '')), BigInt(denominator));
    const unit = this.#text.takePattern(TOKEN, 'a unit');
    return unit === undefined ? { kind: 'number', number } : { kind: 'number', number, unit };
  }

  #parameters(): readonly FilterParameter[] {
    const text = this.#text;
    const parameters: FilterParameter[] = [];
    while (text.take(';')) {
      this.#count();
      const name = text.takePattern(TOKEN, 'a parameter name') ?? text.fail("'q' or a parameter name");
      text.expect('=');
      const quality = name.toLowerCase() === 'q';
      const value = text.takePattern(quality ? QUALITY : PARAMETER_VALUE, 'a parameter value');
      parameters.push({ name, value: value ?? text.fail(quality ? 'a q value from 0 to 1' : 'a parameter value') });
    }
    return parameters;
  }

  #count(): void {
    this.#items += 1;
    if (this.#items > ITEM_LIMIT) this.#text.fail(`at most ${ITEM_LIMIT} filters and set entries`, 'more');
  }

  #repair(kind: RepairKind, what: string, position = this.#text.position): void {
    this.repairs.push(repairOf(kind, position, what));
  }
}
