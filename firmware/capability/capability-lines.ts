import type { Filter } from './filter.ts';
import { FILTER_TEXT_LIMIT, type FilterError } from './filter-text.ts';
import { type FilterReader, type ParsedFilter, parseFilter } from './parse-filter.ts';
import { type Repair, repairOf } from './repairs.ts';
import { type ReplySpelling, replySpelling } from './reply-spelling.ts';

/** The lines of a reply that hold a capability, without what stands before it on each line. */
export interface CapabilityLines {
  readonly dialect: 'manual' | 'rfc4141';
  /** Index of the first capability line in the reply. */
  readonly firstLine: number;
  /** Each is the rest of its line, to the line's end. */
  readonly texts: readonly string[];
  /** Indexes among `texts` of lines that should have begun with CONNEG and did not. */
  readonly withoutKeyword: readonly number[];
  readonly spellings: readonly ReplySpelling[];
}

/** A place in a reply: indexes from 0, the character counted in the text of its capability line. */
export interface CapabilityPlace {
  readonly line: number;
  readonly character: number;
}

export interface PlacedRepair extends Repair {
  readonly place: CapabilityPlace;
}

export type ParsedCapability =
  | { readonly ok: true; readonly filter: Filter; readonly repairs: readonly PlacedRepair[] }
  | { readonly ok: false; readonly error: FilterError; readonly place: CapabilityPlace };

/** A capability line that cannot stand where it stands. */
export interface MisplacedLine {
  readonly line: number;
  readonly expected: string;
}

const ENHANCED_STATUS_CODE = /^\s*[245]\.\d{1,3}\.\d{1,3}(?:[ \t]|$)/;
const KEYWORD_LINE = /^\s*CONNEG(?:[ \t]|(?=\()|$)/i;
const SPACE_BEFORE_KEYWORD = /^\s+CONNEG/i;
const KEYWORD_GLUED = /^\s*CONNEG[ \t]?/i;
const FILTER_START = /^\s*\(\s*(?:[&|!]|[A-Za-z][A-Za-z0-9:/.%-]*\s*(?:[<>]?=|>))/;

/**
 * Finds the capability among the texts of a reply's lines, without code and separator: lines that begin with CONNEG
 * (RFC 4141 5.2), else the expression from the line it starts on to the last (manual page 472), behind an enhanced
 * status code and its space or not. `earliest` is the first line it may start on. Undefined when there is none.
 */
export function findCapability(
  lines: readonly string[],
  reader: FilterReader,
  earliest: number,
): CapabilityLines | MisplacedLine | undefined {
  const texts = lines.map((line) => line.replace(ENHANCED_STATUS_CODE, ''));
  const found = keywordLines(texts, reader, earliest) ?? bareLines(texts, earliest);
  if (found === undefined || 'expected' in found) return found;
  const { firstLine, spellings } = found;
  const coded = replySpelling('enhanced-status-code', lines.slice(firstLine), firstLine, (line) =>
    ENHANCED_STATUS_CODE.test(line),
  );
  return { ...found, spellings: [...spellings, ...coded] };
}

/**
 * RFC 4141: from the first CONNEG line on, every line begins with CONNEG. Early drafts wrapped without it; the tolerant
 * reader takes bare lines before the first CONNEG as well, when the expression begins there and is not whole without.
 */
function keywordLines(
  lines: readonly string[],
  reader: FilterReader,
  earliest: number,
): CapabilityLines | MisplacedLine | undefined {
  const keyword = lines.findIndex((line) => KEYWORD_LINE.test(line));
  if (keyword < 0) return undefined;
  const start = reader === 'strict' ? -1 : filterStart(lines.slice(0, keyword), earliest);
  const firstLine = start < 0 || isWhole(lines.slice(keyword)) ? keyword : start;
  const capability = lines.slice(firstLine);
  const bare = capability.findIndex((line) => !KEYWORD_LINE.test(line));
  if (bare >= 0 && reader === 'strict') {
    return { line: firstLine + bare, expected: 'CONNEG at the start of every capability line' };
  }
  return {
    dialect: 'rfc4141',
    firstLine,
    texts: capability.map((line) => line.replace(KEYWORD_GLUED, '')),
    withoutKeyword: capability.flatMap((line, index) => (KEYWORD_GLUED.test(line) ? [] : [index])),
    spellings: replySpelling('space-before-keyword', capability, firstLine, (line) => SPACE_BEFORE_KEYWORD.test(line)),
  };
}

function isWhole(lines: readonly string[]): boolean {
  return parseFilter(lines.map((line) => line.replace(KEYWORD_GLUED, '')).join(' '), { reader: 'strict' }).ok;
}

function bareLines(lines: readonly string[], earliest: number): CapabilityLines | undefined {
  const firstLine = filterStart(lines, earliest);
  if (firstLine < 0) return undefined;
  const texts = lines.slice(firstLine);
  const spellings = replySpelling('without-keyword', texts, firstLine, () => true);
  return { dialect: 'manual', firstLine, texts, withoutKeyword: [], spellings };
}

function filterStart(lines: readonly string[], earliest: number): number {
  return lines.findIndex((line, index) => index >= earliest && FILTER_START.test(line));
}

/** Lines break between lexical elements; the tolerant reader also tries whether a peer cut through one. */
export function parseCapability(lines: CapabilityLines, reader: FilterReader): ParsedCapability {
  const parsed = parseFilter(lines.texts.join(' '), { reader });
  if (parsed.ok) return placed(lines, parsed, 1);
  const place = placeOf(lines, parsed.error.position, 1);
  const glued = reader === 'strict' ? parsed : parseFilter(lines.texts.join(''), { reader });
  if (!glued.ok) return { ok: false, error: parsed.error, place };
  const { position } = parsed.error;
  const joined = repairOf('element-cut-by-line-end', position, 'a lexical element cut by a line end was joined');
  const { filter, repairs } = placed(lines, glued, 0);
  return { ok: true, filter, repairs: [{ ...joined, place }, ...repairs] };
}

function placed(lines: CapabilityLines, { filter, repairs }: Extract<ParsedFilter, { ok: true }>, gap: 0 | 1) {
  return {
    ok: true as const,
    filter,
    repairs: [
      ...keywordRepairs(lines, gap),
      ...repairs.map((repair) => ({ ...repair, place: placeOf(lines, repair.position, gap) })),
    ],
  };
}

function keywordRepairs({ firstLine, texts, withoutKeyword }: CapabilityLines, gap: 0 | 1): readonly PlacedRepair[] {
  let position = 0;
  const starts = texts.map((text) => {
    const start = position;
    position += text.length + gap;
    return start;
  });
  return withoutKeyword.map((index) => ({
    ...repairOf('keyword-missing', starts[index] ?? 0, 'a line without CONNEG was read as if it had it'),
    place: { line: firstLine + index, character: 0 },
  }));
}

/** The place of a position in the texts joined with `gap` characters between them. */
function placeOf({ firstLine, texts }: CapabilityLines, position: number, gap: 0 | 1): CapabilityPlace {
  let rest = Math.min(position, FILTER_TEXT_LIMIT);
  for (const [index, text] of texts.entries()) {
    const last = index === texts.length - 1;
    if (last || rest < text.length + gap) return { line: firstLine + index, character: Math.min(rest, text.length) };
    rest -= text.length + gap;
  }
  return { line: firstLine, character: 0 };
}
