import type { Resolution } from '../../device-model/page/resolution.ts';
import { baselineFormat } from './baseline.ts';
import { type Candidates, candidatesFor, type RasterNames, type ScannedForm } from './candidates.ts';
import { capabilityOf } from './capability-of.ts';
import { type Conjunction, canonicalText, conjunctionsOf } from './conjunctions.ts';
import {
  COMMON_FEATURES,
  codingFeatures,
  equivalentResolutionFeatures,
  paperFeatures,
  resolutionFeatures,
} from './document-features.ts';
import type { Filter } from './filter.ts';
import type { ImageCoding } from './image-coding.ts';
import { type Narrowed, narrow } from './narrow.ts';
import { printFilter } from './print-filter.ts';
import type { Repair } from './repairs.ts';
import { CapabilityTooLarge, StepBudget } from './step-budget.ts';
import { describeFormat, type TransferFormat } from './transfer-format.ts';

export interface NegotiationInput {
  readonly page: ScannedForm;
  /** Codings this machine can write. */
  readonly ours: readonly ImageCoding[];
  /** The far end's capability; undefined when it gave none that can be read. */
  readonly theirs: Filter | undefined;
  /** Why there is none, as the beginning of a sentence. Default: it gave none. */
  readonly theirsMissing?: string;
  /** What the reader put right in it, passed on to `detail`. */
  readonly repairs?: readonly Repair[];
}

/** A form, or all forms of a kind, that the far end does not take, and what its capability says instead. */
export interface Rejection {
  readonly candidate: string;
  readonly constraint: string;
}

/** How the choice came about, for the transcript. */
export interface NegotiationDetail {
  /** Every form this page can take here, as a filter; empty when this machine writes no coding. */
  readonly ours: string;
  readonly theirs: string | undefined;
  readonly repairs: readonly Repair[];
  /** Canonical texts of the forms both ends handle, at most `INTERSECTION_LIMIT`. */
  readonly intersection: readonly string[];
  /** What was preferred to the choice and fell out, in the order it was tried. */
  readonly rejected: readonly Rejection[];
  readonly choice: string | undefined;
}

export type Negotiation =
  | { readonly ok: true; readonly format: TransferFormat; readonly why: string; readonly detail: NegotiationDetail }
  | { readonly ok: false; readonly why: string; readonly detail: NegotiationDetail };

/** Lines of `detail.intersection`. *Own design.* */
export const INTERSECTION_LIMIT = 256;

/** Steps of matching an expanded capability; the manual's sample needs some seven thousand. *Own design.* */
export const NEGOTIATION_STEP_LIMIT = 400_000;

/**
 * Chooses the form a page is sent in: the best one both ends handle (RFC 4141 5.2), true size before resolution,
 * resolution before coding (*own design*); Profile S when the far end gave no capability or one too large to work out.
 * `ok: false` when nothing is left. `why` is one sentence. Pure and total, hostile capabilities included.
 */
export function negotiate({
  page,
  ours,
  theirs,
  theirsMissing = 'the far end gave no capability',
  repairs = [],
}: NegotiationInput): Negotiation {
  const candidates = candidatesFor(page, ours);
  const detail: NegotiationDetail = {
    ours: printCandidates(candidates),
    theirs: theirs === undefined ? undefined : printFilter(theirs),
    repairs,
    intersection: [],
    rejected: [],
    choice: undefined,
  };
  if (theirs === undefined) return baseline(page, ours, theirsMissing, detail);
  try {
    const search = new Search(new StepBudget(NEGOTIATION_STEP_LIMIT));
    search.run(candidates, conjunctionsOf(theirs));
    return conclude(page, search, detail);
  } catch (failure) {
    if (failure instanceof CapabilityTooLarge) return baseline(page, ours, failure.message, detail);
    throw failure;
  }
}

/** Narrows the far end's alternatives feature by feature, so that what falls out early costs nothing later. */
class Search {
  chosen: TransferFormat | undefined;
  readonly intersection = new Set<string>();
  readonly rejected: Rejection[] = [];
  readonly #budget: StepBudget;

  constructor(budget: StepBudget) {
    this.#budget = budget;
  }

  run({ papers, rasters, codings }: Candidates, theirs: readonly Conjunction[]): void {
    const bilevel = this.#narrow(theirs, COMMON_FEATURES);
    if (this.#rejects(bilevel, 'a bilevel TIFF-minimal file')) return;
    for (const paper of papers) {
      const onPaper = this.#narrow(bilevel.alternatives, paperFeatures(paper));
      if (this.#rejects(onPaper, `any form on ${paper}`)) continue;
      for (const names of rasters) {
        const spellings = this.#spellings(names, onPaper.alternatives);
        const [last] = spellings.slice(-1);
        if (last === undefined || this.#rejects(last, `${names[0].name} on ${paper}`)) continue;
        for (const coding of codings) this.#tryCoding({ fileStructure: 'TIFF-minimal', paper, coding }, spellings);
      }
    }
  }

  /** A raster under each of its names, then in all numbers that mean it, where the other names are included. */
  #spellings(names: RasterNames, alternatives: readonly Conjunction[]): readonly (Narrowed & { name: Resolution })[] {
    return [
      ...names.map((name) => ({ name, ...this.#narrow(alternatives, resolutionFeatures(name)) })),
      { name: names[0], ...this.#narrow(alternatives, equivalentResolutionFeatures(names[0])) },
    ];
  }

  #tryCoding(form: Omit<TransferFormat, 'resolution'>, spellings: readonly (Narrowed & { name: Resolution })[]): void {
    let refused: { readonly narrowed: Narrowed; readonly format: TransferFormat } | undefined;
    for (const { name, alternatives } of spellings) {
      if (alternatives.length === 0) continue;
      const narrowed = this.#narrow(alternatives, codingFeatures(form.coding));
      const format = { ...form, resolution: name };
      if (narrowed.alternatives.length > 0) {
        this.#accept(format, narrowed.alternatives);
        return;
      }
      refused ??= { narrowed, format };
    }
    if (refused !== undefined) this.#rejects(refused.narrowed, describeFormat(refused.format));
  }

  #accept(format: TransferFormat, alternatives: readonly Conjunction[]): void {
    this.chosen ??= format;
    for (const alternative of alternatives) {
      if (this.intersection.size >= INTERSECTION_LIMIT) return;
      this.intersection.add(canonicalText(alternative));
    }
  }

  /** Notes a rejection as long as nothing better was chosen. */
  #rejects(narrowed: Narrowed, candidate: string): boolean {
    if (narrowed.alternatives.length > 0) return false;
    if (this.chosen === undefined) this.rejected.push({ candidate, constraint: narrowed.refusal() });
    return true;
  }

  #narrow(alternatives: readonly Conjunction[], features: Filter): Narrowed {
    return narrow(alternatives, features, this.#budget);
  }
}

function conclude(page: ScannedForm, search: Search, detail: NegotiationDetail): Negotiation {
  const { chosen, rejected } = search;
  const told = { ...detail, intersection: [...search.intersection].sort(), rejected };
  if (chosen === undefined) {
    const [example] = rejected;
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
