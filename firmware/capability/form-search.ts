import type { PaperSize } from '../../device-model/page/paper-size.ts';
import type { Resolution } from '../../device-model/page/resolution.ts';
import type { Candidates, RasterNames } from './candidates.ts';
import { type Conjunction, canonicalText } from './conjunctions.ts';
import {
  COMMON_FEATURES,
  codingFeatures,
  equivalentResolutionFeatures,
  paperFeatures,
  resolutionFeatures,
} from './document-features.ts';
import type { Filter } from './filter.ts';
import { groupAlternatives } from './grouped-form.ts';
import type { ImageCoding } from './image-coding.ts';
import { type Narrowed, narrow } from './narrow.ts';
import { StepBudget } from './step-budget.ts';
import { describeFormat, type TransferFormat } from './transfer-format.ts';

/** A form, or all forms of a kind, that the far end does not take, and what its capability says instead. */
export interface Rejection {
  readonly candidate: string;
  readonly constraint: string;
}

/** What a far end takes of a page. */
export interface FormsFound {
  readonly chosen: TransferFormat | undefined;
  /** Every form both ends handle, best first; the first is the choice. */
  readonly accepted: readonly string[];
  /** What was preferred to the choice and fell out; everything when there is no choice. */
  readonly rejected: readonly Rejection[];
  /** What was not preferred to the choice and fell out as well. */
  readonly rejectedBelow: readonly Rejection[];
  /** Canonical texts of what both ends handle, sorted, at most `INTERSECTION_LIMIT`. */
  readonly intersection: readonly string[];
  /** The same with alternatives put together. */
  readonly common: readonly Filter[];
}

/** Lines of `intersection`. *Own design.* */
export const INTERSECTION_LIMIT = 256;

/** Steps of matching an expanded capability; the manual's sample needs some ten thousand. *Own design.* */
export const NEGOTIATION_STEP_LIMIT = 400_000;

/** Steps of saying why forms fell out; when they are used up, the choice stands and the reasons end. *Own design.* */
export const EXPLANATION_STEP_LIMIT = 200_000;

/**
 * Tries the candidates, resolution before coding before paper, every list best first. What no form can get over (a
 * paper, a coding, a resolution the far end never takes) is one rejection. Throws `CapabilityTooLarge`.
 */
export function findForms(candidates: Candidates, theirs: readonly Conjunction[]): FormsFound {
  const search = new FormSearch(new StepBudget(NEGOTIATION_STEP_LIMIT));
  search.run(candidates, theirs);
  return search.found();
}

/** A resolution under one name, and the alternatives that allow it under that name. */
type Spelling = Narrowed & { readonly name: Resolution };

/** Narrows the far end's alternatives feature by feature, so that what falls out early costs nothing later. */
class FormSearch {
  #chosen: TransferFormat | undefined;
  readonly #accepted: string[] = [];
  readonly #rejected: Rejection[] = [];
  readonly #rejectedBelow: Rejection[] = [];
  /** Rejected whatever else a form has; `preferredTo` tells whether that was preferred to the choice. */
  readonly #never: { readonly rejection: Rejection; readonly preferredTo: (choice: TransferFormat) => boolean }[] = [];
  readonly #intersection = new Map<string, Conjunction>();
  readonly #budget: StepBudget;
  readonly #explanation = new StepBudget(EXPLANATION_STEP_LIMIT);

  constructor(budget: StepBudget) {
    this.#budget = budget;
  }

  found(): FormsFound {
    const chosen = this.#chosen;
    const isPreferred = (one: { readonly preferredTo: (choice: TransferFormat) => boolean }): boolean =>
      chosen === undefined || one.preferredTo(chosen);
    return {
      chosen,
      accepted: this.#accepted,
      rejected: [...this.#never.filter(isPreferred).map(({ rejection }) => rejection), ...this.#rejected],
      rejectedBelow: [
        ...this.#never.filter((one) => !isPreferred(one)).map(({ rejection }) => rejection),
        ...this.#rejectedBelow,
      ],
      intersection: [...this.#intersection.keys()].sort(),
      common: groupAlternatives([...this.#intersection.values()]),
    };
  }

  run({ papers, rasters, codings }: Candidates, theirs: readonly Conjunction[]): void {
    const bilevel = this.#narrow(theirs, COMMON_FEATURES);
    if (this.#rejects(bilevel, 'a bilevel TIFF-minimal file')) return;
    const { alternatives } = bilevel;
    const takenPapers = papers.filter((paper, index) =>
      this.#everTakes(alternatives, paperFeatures(paper), `any form on ${paper}`, (choice) => {
        return index < papers.indexOf(choice.paper);
      }),
    );
    const takenCodings = codings.filter((coding, index) =>
      this.#everTakes(alternatives, codingFeatures(coding), `any form in ${coding}`, (choice) => {
        return index < codings.indexOf(choice.coding);
      }),
    );
    if (takenPapers.length === 0 || takenCodings.length === 0) return;
    for (const names of rasters) {
      const spellings = this.#spellings(names, alternatives);
      const [last] = spellings.slice(-1);
      if (last === undefined || this.#rejects(last, `any form at ${names[0].name}`)) continue;
      for (const coding of takenCodings) this.#tryCoding(coding, spellings, takenPapers);
    }
  }

  /** A raster under each of its names, then in all numbers that mean it, where the other names are included. */
  #spellings(names: RasterNames, alternatives: readonly Conjunction[]): readonly Spelling[] {
    return [
      ...names.map((name) => ({ name, ...this.#narrow(alternatives, resolutionFeatures(name)) })),
      { name: names[0], ...this.#narrow(alternatives, equivalentResolutionFeatures(names[0])) },
    ];
  }

  #tryCoding(coding: ImageCoding, spellings: readonly Spelling[], papers: readonly PaperSize[]): void {
    const coded = this.#narrowed(spellings, codingFeatures(coding));
    if (this.#rejectsAll(coded, ({ name }) => `${coding} at ${name.name}`)) return;
    for (const paper of papers) {
      const placed = this.#narrowed(coded, paperFeatures(paper));
      const format = (name: Resolution): TransferFormat => ({
        fileStructure: 'TIFF-minimal',
        coding,
        resolution: name,
        paper,
      });
      if (this.#rejectsAll(placed, ({ name }) => describeFormat(format(name)))) continue;
      const taken = placed.find(({ alternatives }) => alternatives.length > 0);
      if (taken !== undefined) this.#accept(format(taken.name), taken.alternatives);
    }
  }

  #accept(format: TransferFormat, alternatives: readonly Conjunction[]): void {
    this.#chosen ??= format;
    this.#accepted.push(describeFormat(format));
    for (const alternative of alternatives) {
      if (this.#intersection.size >= INTERSECTION_LIMIT) return;
      this.#intersection.set(canonicalText(alternative), alternative);
    }
  }

  #everTakes(
    alternatives: readonly Conjunction[],
    features: Filter,
    candidate: string,
    preferredTo: (choice: TransferFormat) => boolean,
  ): boolean {
    const narrowed = this.#narrow(alternatives, features);
    if (narrowed.alternatives.length > 0) return true;
    this.#never.push({ rejection: { candidate, constraint: narrowed.refusal(this.#explanation) }, preferredTo });
    return false;
  }

  /** Notes a rejection, apart from the others once the choice is made. */
  #rejects(narrowed: Narrowed, candidate: string): boolean {
    if (narrowed.alternatives.length > 0) return false;
    const list = this.#chosen === undefined ? this.#rejected : this.#rejectedBelow;
    list.push({ candidate, constraint: narrowed.refusal(this.#explanation) });
    return true;
  }

  /** The same where none of the spellings is left; the first one tells why. */
  #rejectsAll(spellings: readonly Spelling[], candidate: (spelling: Spelling) => string): boolean {
    if (spellings.some(({ alternatives }) => alternatives.length > 0)) return false;
    const [first] = spellings;
    return first === undefined || this.#rejects(first, candidate(first));
  }

  /** Spellings the far end takes, each narrowed further. */
  #narrowed(spellings: readonly Spelling[], features: Filter): readonly Spelling[] {
    return spellings
      .filter(({ alternatives }) => alternatives.length > 0)
      .map(({ name, alternatives }) => ({ name, ...this.#narrow(alternatives, features) }));
  }

  #narrow(alternatives: readonly Conjunction[], features: Filter): Narrowed {
    return narrow(alternatives, features, this.#budget);
  }
}
