import { findCapability, type PlacedRepair, parseCapability } from './capability-lines.ts';
import { conjunctionsOf } from './conjunctions.ts';
import type { ConnegDialect } from './conneg-dialect.ts';
import type { Filter } from './filter.ts';
import { MISPRINT_OCTETS, misprint } from './manual-misprints.ts';
import type { FilterReader } from './parse-filter.ts';
import { layoutFilter } from './reply-layout.ts';
import type { ReplySpelling } from './reply-spelling.ts';
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
      readonly repairs: readonly PlacedRepair[];
      readonly dialect: 'manual' | 'rfc4141';
      readonly spellings: readonly ReplySpelling[];
    }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly sentence: string };

const KEYWORD = 'CONNEG ';

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
  // The first line of a reply is the acceptance (RFC 4141 5.2).
  const found = findCapability(lines, reader, reader === 'strict' ? 1 : 0);
  if (found === undefined) return { kind: 'none' };
  if ('expected' in found) return unreadable(`reply line ${found.line + 1}: expected ${found.expected}`);

  const parsed = parseCapability(found, reader);
  if (!parsed.ok) return unreadable(`reply line ${parsed.place.line + 1}: ${parsed.error.sentence}`);
  const defect = defectOf(parsed.filter);
  if (defect !== undefined) return unreadable(defect);
  const { filter, repairs } = parsed;
  return { kind: 'capability', filter, repairs, dialect: found.dialect, spellings: found.spellings };
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
