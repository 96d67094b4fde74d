import type { CodingChoice } from '../capability/coding-choice.ts';
import { type Negotiation, negotiate } from '../capability/negotiate.ts';
import type { TransferFormat } from '../capability/transfer-format.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import type { DocumentPage } from './code-document.ts';
import type { NegotiationResult } from './delivery-language.ts';
import type { ReadCapability } from './read-capability.ts';
import { failure } from './session-failure.ts';

export type PageForm = Pick<DocumentPage, 'resolution' | 'paper'>;

/** One transfer format for every form of page in a document: pages of different paper may go out differently. */
export class AgreedFormats {
  readonly #formats = new Map<string, TransferFormat>();

  /**
   * Negotiates for every form of page. `result` is the first page's format or the first failure, `told` the negotiation
   * behind it; undefined when there is no page.
   */
  agree(
    pages: readonly PageForm[],
    ours: CodingChoice,
    theirs: ReadCapability,
    whenNothingInCommon: 'Incomplete' | 'Profile S',
  ): { readonly result: NegotiationResult; readonly told: Negotiation | undefined } {
    this.#formats.clear();
    let first: Negotiation | undefined;
    for (const page of pages) {
      const key = keyOf(page);
      if (this.#formats.has(key)) continue;
      const negotiated = negotiateFor(page, ours, theirs);
      const agreed =
        negotiated.ok || whenNothingInCommon === 'Incomplete' ? negotiated : profileS(negotiated, page, ours.codings);
      if (!agreed.ok) {
        const refused = failure(INFO_CODES['no-common-format'], agreed.why);
        return { result: { ok: false, failure: refused }, told: agreed };
      }
      this.#formats.set(key, agreed.format);
      first ??= agreed;
    }
    if (first?.ok === true) return { result: { ok: true, format: first.format, why: first.why }, told: first };
    return {
      result: { ok: false, failure: failure(INFO_CODES['stored-pages-lost'], 'No page is stored.') },
      told: first,
    };
  }

  /** Throws a RangeError for a page whose form was not agreed on. */
  of(page: PageForm): TransferFormat {
    const format = this.#formats.get(keyOf(page));
    if (format === undefined) throw new RangeError(`no transfer format was agreed for ${keyOf(page)}`);
    return format;
  }
}

/** In the coding wanted if the far end reads it, else in the best. */
function negotiateFor(page: PageForm, { codings, order, wanted }: CodingChoice, theirs: ReadCapability): Negotiation {
  const input = { page, ours: codings, preference: order, theirs: theirs.filter, repairs: theirs.repairs };
  if (wanted !== undefined && codings.includes(wanted)) {
    const negotiated = negotiate({ ...input, ours: [wanted] });
    if (negotiated.ok) return negotiated;
  }
  return negotiate(input);
}

/** Fax parameter 908: sent all the same, in the form every receiver reads; the account tells why nothing better. */
function profileS(refused: Negotiation, page: PageForm, ours: CodingChoice['codings']): Negotiation {
  const baseline = negotiate({ page, ours, theirs: undefined, theirsMissing: refused.why });
  return { ...baseline, detail: { ...refused.detail, choice: baseline.detail.choice } };
}

function keyOf(page: PageForm): string {
  return `${page.resolution.name} ${page.paper}`;
}
