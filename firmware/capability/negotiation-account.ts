import type { Filter } from './filter.ts';
import type { Rejection } from './form-search.ts';
import type { Negotiation } from './negotiate.ts';
import { printFilter } from './print-filter.ts';
import { schemaSpelling } from './schema-spelling.ts';

/** The far end's capability as it came and as it was taken; texts are safe to print. */
export interface TheirsTold {
  /** Lines; none when nothing was told. */
  readonly received: readonly string[];
  /** How the reply is spelt, where peers differ. */
  readonly spellings: readonly string[];
  /** What was put right, each with its place. */
  readonly repairs: readonly string[];
  /** As it is after the repairs. */
  readonly filter: Filter | undefined;
  /** Where it comes from when the far end did not tell it in this call. */
  readonly learned?: string;
}

/** How a transfer format came about, as plain JSON: for the transcript, the journal and `dpsim conneg why`. */
export interface NegotiationAccount {
  readonly ours: string;
  readonly theirs: {
    readonly received: readonly string[];
    readonly spellings: readonly string[];
    readonly repairs: readonly string[];
    readonly learned?: string;
    readonly expression: string | null;
    /** In normal form, alternatives put together where they differ in one feature. */
    readonly canonical: readonly string[];
  };
  readonly intersection: readonly string[];
  readonly accepted: readonly string[];
  readonly rejected: readonly Told[];
  readonly rejectedBelow: readonly Told[];
  readonly choice: string | null;
  readonly why: string;
}

/** A `Rejection` as plain JSON. */
type Told = { readonly [Key in keyof Rejection]: string };

/** Entries of any list of an account; a far end may send a thousand lines. *Own design.* */
export const ACCOUNT_LIST_LIMIT = 128;

/** Characters of one entry: a reply line has at most 512 octets. *Own design.* */
export const ACCOUNT_TEXT_LIMIT = 2_000;

export function negotiationAccount({ why, detail }: Negotiation, theirs: TheirsTold): NegotiationAccount {
  const { received, spellings, repairs, filter, learned } = theirs;
  return {
    ours: detail.ours,
    theirs: {
      received: bounded(received),
      spellings,
      repairs: bounded(repairs),
      ...(learned === undefined ? {} : { learned }),
      expression: filter === undefined ? null : cut(printFilter(filter)),
      canonical: printed(detail.canonical),
    },
    intersection: printed(detail.common),
    accepted: detail.accepted,
    rejected: detail.rejected.map((it) => ({ ...it })),
    rejectedBelow: detail.rejectedBelow.map((it) => ({ ...it })),
    choice: detail.choice ?? null,
    why,
  };
}

/** The account for people, a fact a line. `heading` stands over ours, `asRead` are the lines of theirs as read. */
export function accountLines(
  account: NegotiationAccount,
  heading = 'ours',
  asRead: readonly string[] = account.theirs.expression === null ? [] : [account.theirs.expression],
): readonly string[] {
  const { ours, theirs, intersection, accepted, rejected, rejectedBelow, choice, why } = account;
  const { learned, received, spellings, repairs, canonical } = theirs;
  return [
    ...titled(heading, [ours]),
    ...titled('theirs as received', received),
    ...(learned === undefined ? [] : [`theirs: learned ${learned}`]),
    ...spellings.map((text) => `spelt: ${text}`),
    ...repairs.map((text) => `repaired: ${text}`),
    ...titled('theirs as read', asRead),
    ...titled('theirs in canonical form', canonical),
    ...titled('in common', intersection),
    ...titled('forms both ends handle, best first', accepted),
    ...rejectionLines(rejected, rejectedBelow),
    `choice: ${choice ?? 'none'}`,
    why,
  ];
}

function rejectionLines(rejected: readonly Rejection[], rejectedBelow: readonly Rejection[]): readonly string[] {
  const line = (how: string) => {
    return ({ candidate, constraint }: Rejection) => `${how}: ${candidate}, their ${constraint} excludes it`;
  };
  return [...rejected.map(line('rejected')), ...rejectedBelow.map(line('rejected as well'))];
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)];
}

function printed(filters: readonly Filter[]): readonly string[] {
  return bounded(filters.slice(0, ACCOUNT_LIST_LIMIT + 1).map((filter) => printFilter(schemaSpelling(filter))));
}

function bounded(texts: readonly string[]): readonly string[] {
  const kept = texts.slice(0, ACCOUNT_LIST_LIMIT).map(cut);
  return texts.length > ACCOUNT_LIST_LIMIT ? [...kept, 'and more'] : kept;
}

function cut(text: string): string {
  return text.length > ACCOUNT_TEXT_LIMIT ? `${text.slice(0, ACCOUNT_TEXT_LIMIT)}…` : text;
}
