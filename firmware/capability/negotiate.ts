import { RESOLUTIONS, type Resolution } from '../../device-model/page/resolution.ts';
import { type Candidate, candidatesFor, type ScannedForm } from './candidates.ts';
import { capabilityOf } from './capability-of.ts';
import { type Conjunction, canonicalText, conjunctionsOf, mergeConjunctions } from './conjunctions.ts';
import { documentFeatures } from './document-features.ts';
import { resolutionClass } from './fax-schema.ts';
import type { Filter } from './filter.ts';
import type { ImageCoding } from './image-coding.ts';
import { printFilter } from './print-filter.ts';
import { refusalOf } from './refusal.ts';
import type { Repair } from './repairs.ts';
import { CapabilityTooLarge, StepBudget } from './step-budget.ts';
import { describeFormat, type TransferFormat } from './transfer-format.ts';

export interface NegotiationInput {
  readonly page: ScannedForm;
  /** Codings this machine can write. */
  readonly ours: readonly ImageCoding[];
  /** The far end's capability; undefined when it gave none that can be read. */
  readonly theirs: Filter | undefined;
  /** What the reader put right in it, passed on to `detail`. */
  readonly repairs?: readonly Repair[];
}

/** How the choice came about, for the transcript. */
export interface NegotiationDetail {
  /** Every form this page can take here, as a filter. */
  readonly ours: string;
  readonly theirs: string | undefined;
  readonly repairs: readonly Repair[];
  /** Canonical texts of the forms both ends handle, at most `INTERSECTION_LIMIT`. */
  readonly intersection: readonly string[];
  /** Better forms the far end does not take, best first, and the constraint of its capability that excludes each. */
  readonly rejected: readonly { readonly candidate: string; readonly constraint: string }[];
  readonly choice: string | undefined;
}

export type Negotiation =
  | { readonly ok: true; readonly format: TransferFormat; readonly why: string; readonly detail: NegotiationDetail }
  | { readonly ok: false; readonly why: string; readonly detail: NegotiationDetail };

/** Lines of `detail.intersection`. *Own design.* */
export const INTERSECTION_LIMIT = 256;

/** Steps of one negotiation: some fifty candidates against an expanded capability. *Own design.* */
export const NEGOTIATION_STEP_LIMIT = 4_000_000;

interface Fit {
  readonly format: TransferFormat;
  readonly alternatives: readonly Conjunction[];
}

/**
 * Chooses the form a page is sent in: the best one both ends handle (RFC 4141 5.2; order in `candidates.ts`), Profile S
 * when the far end gave no capability or one too large to work out. `ok: false` when nothing is left. `why` is one
 * sentence. Pure and total: the same input gives the same answer, hostile capabilities included.
 */
export function negotiate({ page, ours, theirs, repairs = [] }: NegotiationInput): Negotiation {
  const candidates = candidatesFor(page, ours);
  const detail: NegotiationDetail = {
    ours: printCandidates(candidates),
    theirs: theirs === undefined ? undefined : printFilter(theirs),
    repairs,
    intersection: [],
    rejected: [],
    choice: undefined,
  };
  if (theirs === undefined) return baseline(page, ours, 'the far end gave no capability', detail);
  try {
    return choose(page, candidates, conjunctionsOf(theirs), detail);
  } catch (failure) {
    if (failure instanceof CapabilityTooLarge) return baseline(page, ours, failure.message, detail);
    throw failure;
  }
}

function choose(
  page: ScannedForm,
  candidates: readonly Candidate[],
  theirs: readonly Conjunction[],
  detail: NegotiationDetail,
): Negotiation {
  const budget = new StepBudget(NEGOTIATION_STEP_LIMIT);
  const intersection = new Set<string>();
  const rejected: { candidate: string; constraint: string }[] = [];
  let chosen: TransferFormat | undefined;
  for (const candidate of candidates) {
    const fit = fitOf(candidate, theirs, budget);
    if (fit === undefined) {
      if (chosen === undefined) rejected.push(rejection(candidate, theirs, budget));
      continue;
    }
    chosen ??= fit.format;
    for (const alternative of fit.alternatives) {
      if (intersection.size < INTERSECTION_LIMIT) intersection.add(canonicalText(alternative));
    }
  }
  const told = { ...detail, intersection: [...intersection].sort(), rejected };
  if (chosen === undefined) return { ok: false, why: refusalSentence(page, rejected), detail: told };
  const choice = describeFormat(chosen);
  const why = `${choice} is the best form both ends handle of a page ${scanned(page)}`;
  return { ok: true, format: chosen, why, detail: { ...told, choice } };
}

/** The first name of the candidate's raster the far end lists; else its equivalent numbers (RFC 3949 2.2.2). */
function fitOf(candidate: Candidate, theirs: readonly Conjunction[], budget: StepBudget): Fit | undefined {
  for (const resolution of candidate.resolutions) {
    const format = formatOf(candidate, resolution);
    const alternatives = conjoin(documentFeatures(format, 'own'), theirs, budget);
    if (alternatives.length > 0) return { format, alternatives };
  }
  const format = formatOf(candidate, candidate.resolutions[0]);
  const alternatives = conjoin(documentFeatures(format, 'equivalent'), theirs, budget);
  return alternatives.length > 0 ? { format, alternatives } : undefined;
}

function conjoin(document: Filter, theirs: readonly Conjunction[], budget: StepBudget): readonly Conjunction[] {
  return conjunctionsOf(document, budget).flatMap((described) =>
    theirs.flatMap((alternative) => mergeConjunctions(described, alternative, budget) ?? []),
  );
}

function rejection(candidate: Candidate, theirs: readonly Conjunction[], budget: StepBudget) {
  const format = formatOf(candidate, candidate.resolutions[0]);
  const document = conjunctionsOf(documentFeatures(format, 'equivalent'), budget);
  return { candidate: describeFormat(format), constraint: refusalOf(document, theirs, budget) };
}

/**
 * Profile S (RFC 3949 3), which every receiver reads: MH, a scan line of 1728 pels, 200 or 204 dpi as scanned; higher
 * scans and B4 are reduced.
 */
function baseline(
  page: ScannedForm,
  ours: readonly ImageCoding[],
  reason: string,
  detail: NegotiationDetail,
): Negotiation {
  if (!ours.includes('MH')) {
    return { ok: false, why: `${reason}, and Profile S needs MH, which this machine does not write`, detail };
  }
  const format: TransferFormat = {
    fileStructure: 'TIFF-minimal',
    coding: 'MH',
    resolution: baselineResolution(page.resolution),
    paper: page.paper === 'B4' ? 'A4' : page.paper,
  };
  const choice = describeFormat(format);
  const why = `${reason}, so a page ${scanned(page)} goes in Profile S: ${choice}`;
  return { ok: true, format, why, detail: { ...detail, choice } };
}

function baselineResolution(scan: Resolution): Resolution {
  if (resolutionClass(scan).y < 400) return scan;
  return RESOLUTIONS[scan.xDpi === 204 ? '204x196' : '200x200'];
}

function formatOf({ paper, coding }: Candidate, resolution: Resolution): TransferFormat {
  return { fileStructure: 'TIFF-minimal', coding, resolution, paper };
}

function printCandidates(candidates: readonly Candidate[]): string {
  if (candidates.length === 0) return '';
  const resolutions = candidates.flatMap((candidate) => candidate.resolutions);
  const papers = candidates.map((candidate) => candidate.paper);
  return printFilter(capabilityOf({ resolutions, papers, codings: candidates.map((candidate) => candidate.coding) }));
}

function refusalSentence(page: ScannedForm, rejected: NegotiationDetail['rejected']): string {
  const last = rejected.at(-1);
  const example = last === undefined ? '' : `; even ${last.candidate} is excluded by ${last.constraint}`;
  return `no form of a page ${scanned(page)} is within the far end's capability${example}`;
}

function scanned({ resolution, paper }: ScannedForm): string {
  return `scanned at ${resolution.name} on ${paper}`;
}
