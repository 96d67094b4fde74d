import { conjunctionsOf } from './conjunctions.ts';
import type { ConnegDialect } from './conneg-dialect.ts';
import type { Filter } from './filter.ts';
import { FILTER_TEXT_LIMIT } from './filter-text.ts';
import { MISPRINT_OCTETS, misprint } from './manual-misprints.ts';
import { type FilterReader, type ParsedFilter, parseFilter } from './parse-filter.ts';
import type { Repair } from './repairs.ts';
import { layoutFilter } from './reply-layout.ts';
import { CapabilityTooLarge } from './step-budget.ts';

/** A reply line has 512 octets (RFC 5321 4.5.3.1.5), less the code, its separator and CRLF. */
const REPLY_TEXT_LIMIT = 506;

/** Lines of one reply; the manual's sample has 17. *Own design.* */
export const REPLY_LINE_LIMIT = 1024;

/** What a positive reply to `RCPT TO:<…> CONNEG` says about the recipient's machine. */
export type ConnegAnswer =
  | {
      readonly kind: 'capability';
      readonly filter: Filter;
      readonly repairs: readonly Repair[];
      readonly dialect: 'manual' | 'rfc4141';
    }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly sentence: string };

interface Fragments {
  readonly dialect: 'manual' | 'rfc4141';
  /** Index of the first capability line in the reply. */
  readonly firstLine: number;
  readonly texts: readonly string[];
}

const ENHANCED_STATUS_CODE = /^\s*[245]\.\d{1,3}\.\d{1,3}(?=\s|$)/;
const KEYWORD = 'CONNEG ';
const KEYWORD_LINE = /^\s*CONNEG(?:[ \t]|(?=\()|$)/i;
const KEYWORD_GLUED = /^\s*CONNEG/i;
const FILTER_START = /^\s*\(\s*(?:[&|!]|[A-Za-z][A-Za-z0-9:/.%-]*\s*(?:[<>]?=|>))/;

/**
 * Finds the capability in a 250 reply given the texts of its lines, without code and separator: bare expression lines
 * (manual page 472) or lines that begin with CONNEG (RFC 4141 5.2), behind an enhanced status code or not. Never
 * throws; `none` is a plain acceptance. A capability that contradicts itself, or asks for too much work, is unreadable
 * too (*own design*): it names no form to send.
 */
export function readConnegReply(lines: readonly string[], reader: FilterReader): ConnegAnswer {
  if (lines.length > REPLY_LINE_LIMIT) {
    return unreadable(`the reply has ${lines.length} lines: expected at most ${REPLY_LINE_LIMIT}`);
  }
  const texts = lines.map((line) => line.replace(ENHANCED_STATUS_CODE, ''));
  const found = keywordLines(texts, reader) ?? bareLines(texts, reader);
  if (found === undefined) return { kind: 'none' };
  if ('kind' in found) return found;

  const parsed = parseFragments(found, reader);
  if (!parsed.ok) return unreadable(`reply line ${lineOf(found, parsed.error.position)}: ${parsed.error.sentence}`);
  const defect = defectOf(parsed.filter);
  if (defect !== undefined) return unreadable(defect);
  return { kind: 'capability', filter: parsed.filter, repairs: parsed.repairs, dialect: found.dialect };
}

/** RFC 4141: from the first CONNEG line on, every line begins with CONNEG. Early drafts wrapped without it. */
function keywordLines(lines: readonly string[], reader: FilterReader): Fragments | ConnegAnswer | undefined {
  const firstLine = lines.findIndex((line) => KEYWORD_LINE.test(line));
  if (firstLine < 0) return undefined;
  const capability = lines.slice(firstLine);
  const bare = capability.findIndex((line) => !KEYWORD_LINE.test(line));
  if (bare >= 0 && reader === 'strict') {
    return unreadable(`reply line ${firstLine + bare + 1}: expected CONNEG at the start of every capability line`);
  }
  return { dialect: 'rfc4141', firstLine, texts: capability.map((line) => line.replace(KEYWORD_GLUED, '')) };
}

/** Manual page 472: the expression from the line it starts on to the last; the first line is the acceptance. */
function bareLines(lines: readonly string[], reader: FilterReader): Fragments | undefined {
  const earliest = reader === 'strict' ? 1 : 0;
  const firstLine = lines.findIndex((line, index) => index >= earliest && FILTER_START.test(line));
  return firstLine < 0 ? undefined : { dialect: 'manual', firstLine, texts: lines.slice(firstLine) };
}

/** Lines break between lexical elements; the tolerant reader also tries whether a peer cut through one. */
function parseFragments({ texts }: Fragments, reader: FilterReader): ParsedFilter {
  const parsed = parseFilter(texts.join(' '), { reader });
  if (parsed.ok || reader === 'strict') return parsed;
  const glued = parseFilter(texts.join(''), { reader });
  if (!glued.ok) return parsed;
  const { position } = parsed.error;
  const sentence = `character ${position + 1} of the capability: a lexical element cut by a line end was joined`;
  return { ...glued, repairs: [{ kind: 'element-cut-by-line-end', position, sentence }, ...glued.repairs] };
}

/** The reply line, counted from 1, that holds a position of the joined text. */
function lineOf({ firstLine, texts }: Fragments, position: number): number {
  let rest = Math.min(position, FILTER_TEXT_LIMIT);
  let line = firstLine;
  for (const text of texts) {
    line += 1;
    rest -= text.length + 1;
    if (rest < 0) break;
  }
  return line;
}

function defectOf(filter: Filter): string | undefined {
  try {
    if (conjunctionsOf(filter).length > 0) return undefined;
    return 'the capability contradicts itself: no form of a page can satisfy it';
  } catch (failure) {
    if (failure instanceof CapabilityTooLarge) return failure.message;
    throw failure;
  }
}

function unreadable(sentence: string): ConnegAnswer {
  return { kind: 'unreadable', sentence };
}

/**
 * The texts of the reply's lines, after code and separator: first `<mailbox> recipient ok`, then the capability.
 * Throws a RangeError when one lexical element of the filter does not fit a line.
 */
export function writeConnegReply(filter: Filter, dialect: ConnegDialect, mailbox: string): string[] {
  return [acceptance(mailbox), ...capabilityLines(filter, dialect)];
}

function capabilityLines(filter: Filter, dialect: ConnegDialect): string[] {
  switch (dialect) {
    case 'manual':
      return layoutFilter(filter, REPLY_TEXT_LIMIT);
    case 'manual-verbatim':
      return layoutFilter(filter, REPLY_TEXT_LIMIT - MISPRINT_OCTETS).map(misprint);
    case 'rfc4141':
      return layoutFilter(filter, REPLY_TEXT_LIMIT - KEYWORD.length).map((line) => KEYWORD + line);
  }
}

/** The mailbox comes from a stranger's command: control characters are shown as `?`, a very long one is left out. */
function acceptance(mailbox: string): string {
  const line = `<${mailbox.replace(/\p{Cc}/gu, '?')}> recipient ok`;
  return Buffer.byteLength(line) <= REPLY_TEXT_LIMIT ? line : 'recipient ok';
}
