/** Ways to spell a reply that every reader takes and that need no repair; told because peers differ in them. */
export type ReplySpellingKind = 'without-keyword' | 'enhanced-status-code' | 'space-before-keyword';

export interface ReplySpelling {
  readonly kind: ReplySpellingKind;
  /** Index of the first line that is spelt so. */
  readonly line: number;
  readonly what: string;
}

const TOLD: Readonly<Record<ReplySpellingKind, string>> = {
  // Manual page 472 against RFC 4141 5.2.
  'without-keyword': 'the capability lines do not begin with CONNEG',
  // RFC 2034 4 puts it on every line; RFC 4141 is silent.
  'enhanced-status-code': 'an enhanced status code stands before the capability',
  // RFC 4141 9.1 prints `250- example.com`.
  'space-before-keyword': 'a space stands before CONNEG',
};

/** At the first line, if any, of which `isSpelt` holds. */
export function replySpelling(
  kind: ReplySpellingKind,
  lines: readonly string[],
  firstLine: number,
  isSpelt: (line: string) => boolean,
): readonly ReplySpelling[] {
  const index = lines.findIndex(isSpelt);
  return index < 0 ? [] : [{ kind, line: firstLine + index, what: TOLD[kind] }];
}
