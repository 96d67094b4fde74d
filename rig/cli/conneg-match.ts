import { conjunctionsOf } from '../../firmware/capability/conjunctions.ts';
import { intersect } from '../../firmware/capability/match.ts';
import { narrow } from '../../firmware/capability/narrow.ts';
import { normalFormLines } from '../../firmware/capability/normal-form.ts';
import { printFilter } from '../../firmware/capability/print-filter.ts';
import { StepBudget } from '../../firmware/capability/step-budget.ts';
import type { ConnegReport } from './conneg.ts';
import { normalFormStory } from './conneg-parse.ts';
import { type NamedCapability, repairLines } from './conneg-source.ts';

/** `dpsim conneg match`: 1 when nothing satisfies both. Throws `CapabilityTooLarge`. */
export function connegMatch(a: NamedCapability, b: NamedCapability): ConnegReport {
  const both = intersect(a.filter, b.filter);
  const normalForm = normalFormLines(both);
  const sides = [a, b];
  const repairs = sides.flatMap((side, index) => repairLines(side).map((line) => `${'AB'[index] ?? ''} ${line}`));
  const reason = both.length === 0 ? reasonOf(a, b) : undefined;
  return {
    code: both.length === 0 ? 1 : 0,
    json: {
      match: both.length > 0,
      ...(reason === undefined ? {} : { reason }),
      alternatives: both.length,
      normalForm: normalForm.join(''),
      sources: sides.map(({ dialect, repairs: repaired, filter }) => ({
        dialect,
        repairs: repaired,
        expression: printFilter(filter),
      })),
    },
    story: [
      ...repairs,
      ...(reason === undefined ? ['A and B match', ...normalFormStory(normalForm, both.length)] : [reason]),
    ],
  };
}

/** Which constraint keeps them apart, one sentence. */
function reasonOf(a: NamedCapability, b: NamedCapability): string {
  const ofA = conjunctionsOf(a.filter);
  if (ofA.length === 0) return 'A and B have nothing in common: A contradicts itself';
  if (conjunctionsOf(b.filter).length === 0) return 'A and B have nothing in common: B contradicts itself';
  return `A and B have nothing in common: A allows ${narrow(ofA, b.filter, new StepBudget()).refusal(new StepBudget())} only, which B excludes`;
}
