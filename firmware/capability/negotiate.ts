import { baselineFormat } from './baseline.ts';
import { type Candidates, candidatesFor, type ScannedForm } from './candidates.ts';
import { capabilityOf } from './capability-of.ts';
import { conjunctionsOf } from './conjunctions.ts';
import type { Filter } from './filter.ts';
import { type FormsFound, findForms } from './form-search.ts';
import { groupAlternatives } from './grouped-form.ts';
import { CODING_PREFERENCE, type ImageCoding } from './image-coding.ts';
import { printFilter } from './print-filter.ts';
import type { Repair } from './repairs.ts';
import { CapabilityTooLarge } from './step-budget.ts';
import { describeFormat, type TransferFormat } from './transfer-format.ts';

export interface NegotiationInput {
  readonly page: ScannedForm;
  /** Codings this machine can write. */
  readonly ours: readonly ImageCoding[];
  /** Which coding is tried before which; those it does not name come last. Default: `CODING_PREFERENCE`. */
  readonly preference?: readonly ImageCoding[];
  /** The far end's capability; undefined when it gave none that can be read. */
  readonly theirs: Filter | undefined;
  /** Why there is none, as the beginning of a sentence. Default: it gave none. */
  readonly theirsMissing?: string;
  /** What the reader put right in it, passed on to `detail`. */
  readonly repairs?: readonly Repair[];
}

/** How the choice came about, for the transcript. */
export interface NegotiationDetail extends Omit<FormsFound, 'chosen'> {
  /** Every form this page can take here, as a filter; empty when this machine writes no coding. */
  readonly ours: string;
  readonly theirs: string | undefined;
  /** Theirs in normal form, alternatives put together; empty when there is none or it is too large to work out. */
  readonly canonical: readonly Filter[];
  readonly repairs: readonly Repair[];
  readonly choice: string | undefined;
}

const NOTHING_TRIED: Omit<FormsFound, 'chosen'> = {
  accepted: [],
  rejected: [],
  rejectedBelow: [],
  intersection: [],
  common: [],
};

export type Negotiation =
  | { readonly ok: true; readonly format: TransferFormat; readonly why: string; readonly detail: NegotiationDetail }
  | { readonly ok: false; readonly why: string; readonly detail: NegotiationDetail };

/**
 * Chooses the form a page is sent in: the best one both ends handle (RFC 4141 5.2), the largest resolution not above
 * the scan first, then the coding, then the paper that needs no reduction (*own design*); Profile S when the far end
 * gave no capability or one too large to work out. `ok: false` when nothing is left. `why` is one sentence. Pure and
 * total, hostile capabilities included.
 */
export function negotiate({
  page,
  ours,
  preference = CODING_PREFERENCE,
  theirs,
  theirsMissing = 'the far end gave no capability',
  repairs = [],
}: NegotiationInput): Negotiation {
  const candidates = candidatesFor(page, ours, preference);
  const detail: NegotiationDetail = {
    ours: printCandidates(candidates),
    theirs: theirs === undefined ? undefined : printFilter(theirs),
    canonical: [],
    repairs,
    ...NOTHING_TRIED,
    choice: undefined,
  };
  if (theirs === undefined) return baseline(page, ours, theirsMissing, detail);
  try {
    const alternatives = conjunctionsOf(theirs);
    const canonical = groupAlternatives(alternatives);
    return conclude(page, findForms(candidates, alternatives), { ...detail, canonical });
  } catch (failure) {
    if (failure instanceof CapabilityTooLarge) return baseline(page, ours, failure.message, detail);
    throw failure;
  }
}

function conclude(page: ScannedForm, { chosen, ...found }: FormsFound, detail: NegotiationDetail): Negotiation {
  const told = { ...detail, ...found };
  if (chosen === undefined) {
    // The last one had got furthest.
    const example = found.rejected.at(-1);
    const because = example === undefined ? '' : `: its ${example.constraint} excludes ${example.candidate}`;
    const why = `the far end takes no form of a page ${scanned(page)}${because}`;
    return { ok: false, why, detail: told };
  }
  const choice = describeFormat(chosen);
  const why = `${choice} is the best form both ends handle of a page ${scanned(page)}`;
  return { ok: true, format: chosen, why, detail: { ...told, choice } };
}

function baseline(
  page: ScannedForm,
  ours: readonly ImageCoding[],
  reason: string,
  detail: NegotiationDetail,
): Negotiation {
  if (!ours.includes('MH')) {
    return { ok: false, why: `${reason}, and Profile S needs MH, which this machine does not write`, detail };
  }
  const format = baselineFormat(page);
  const choice = describeFormat(format);
  const why = `${reason}, so a page ${scanned(page)} goes in Profile S: ${choice}`;
  return { ok: true, format, why, detail: { ...detail, choice } };
}

function printCandidates({ papers, rasters, codings }: Candidates): string {
  if (codings.length === 0) return '';
  return printFilter(capabilityOf({ resolutions: rasters.flat(), papers, codings }));
}

function scanned({ resolution, paper }: ScannedForm): string {
  return `scanned at ${resolution.name} on ${paper}`;
}
