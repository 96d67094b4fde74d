import { PAPER_SIZES } from '../../device-model/page/paper-size.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import type { ScannedForm } from '../../firmware/capability/candidates.ts';
import { type Conjunction, conjunctionsOf } from '../../firmware/capability/conjunctions.ts';
import type { Filter } from '../../firmware/capability/filter.ts';
import type { ImageCoding } from '../../firmware/capability/image-coding.ts';
import { negotiate } from '../../firmware/capability/negotiate.ts';
import { accountLines, negotiationAccount } from '../../firmware/capability/negotiation-account.ts';
import { normalFormLines } from '../../firmware/capability/normal-form.ts';
import { printFilter } from '../../firmware/capability/print-filter.ts';
import { layoutFilter } from '../../firmware/capability/reply-layout.ts';
import { CapabilityTooLarge } from '../../firmware/capability/step-budget.ts';
import { modelNamed, WORKING_CODINGS } from '../../firmware/index.ts';
import type { ConnegReport } from './conneg.ts';
import type { WhyWords } from './conneg-options.ts';
import { EXPRESSION_COLUMNS } from './conneg-parse.ts';
import { type readSource, repairTexts, spellingTexts } from './conneg-source.ts';
import { modelOption } from './machine-options.ts';
import { choiceOption } from './option-values.ts';
import { resolutionOption } from './send-options.ts';

type Source = Awaited<ReturnType<typeof readSource>>;

/** The machine that would send, and its page. */
export interface WhyPage extends ScannedForm {
  readonly model: string;
  /** What it can write. */
  readonly codings: readonly ImageCoding[];
}

/** Throws UsageError for a word that means nothing. */
export function whyPage({ model, resolution, paper }: WhyWords): WhyPage {
  const codings = modelNamed(modelOption(model))?.recipient.codings.value ?? [];
  return {
    model,
    codings: codings.filter((coding) => WORKING_CODINGS.includes(coding)),
    resolution: RESOLUTIONS[resolutionOption(resolution)],
    paper: choiceOption('paper', paper, PAPER_SIZES),
  };
}

/**
 * `dpsim conneg why`: what a machine of that model sends to the far end; 1 when the two have no form in common. A
 * capability that names no form, or asks for too much work, counts as none, as it does in a real call.
 */
export function connegWhy(source: Source, { model, codings, resolution, paper }: WhyPage): ConnegReport {
  const theirs = theirsOf(source);
  const negotiation = negotiate({
    page: { resolution, paper },
    ours: codings,
    theirs: theirs.missing === undefined ? theirs.filter : undefined,
    ...(theirs.missing === undefined ? {} : { theirsMissing: theirs.missing }),
  });
  const told = source.kind === 'capability' ? source : { repairs: [], spellings: [] };
  const account = negotiationAccount(negotiation, {
    received: source.received,
    spellings: spellingTexts(told),
    repairs: repairTexts(told),
    filter: theirs.filter,
  });
  const heading = `ours, a ${model} with a page scanned at ${resolution.name} on ${paper}`;
  const asRead = theirs.filter === undefined ? [] : layoutFilter(theirs.filter, EXPRESSION_COLUMNS);
  return {
    code: negotiation.ok ? 0 : 1,
    json: {
      model,
      resolution: resolution.name,
      paper,
      ours: account.ours,
      theirs: {
        received: source.received,
        spellings: told.spellings,
        repairs: told.repairs,
        ...(theirs.filter === undefined ? {} : { expression: printFilter(theirs.filter) }),
        normalForm: normalFormLines(theirs.alternatives).join(''),
        canonical: account.theirs.canonical,
      },
      common: negotiation.detail.intersection,
      intersection: account.intersection,
      accepted: account.accepted,
      rejected: account.rejected,
      rejectedBelow: account.rejectedBelow,
      choice: account.choice,
      why: account.why,
    },
    story: accountLines(account, heading, asRead),
  };
}

interface Theirs {
  readonly filter: Filter | undefined;
  readonly alternatives: readonly Conjunction[];
  /** Why the machine goes on as if nothing had been told. */
  readonly missing?: string;
}

function theirsOf(source: Source): Theirs {
  if (source.kind === 'none') {
    return { filter: undefined, alternatives: [], missing: 'the far end gave no capability' };
  }
  const { filter } = source;
  try {
    const alternatives = conjunctionsOf(filter);
    if (alternatives.length > 0) return { filter, alternatives };
    return { filter, alternatives, missing: "the far end's capability contradicts itself" };
  } catch (failure) {
    if (!(failure instanceof CapabilityTooLarge)) throw failure;
    return { filter, alternatives: [], missing: failure.message };
  }
}
