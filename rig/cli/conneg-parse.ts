import { conjunctionsOf } from '../../firmware/capability/conjunctions.ts';
import { normalFormLines } from '../../firmware/capability/normal-form.ts';
import { printFilter } from '../../firmware/capability/print-filter.ts';
import { layoutFilter } from '../../firmware/capability/reply-layout.ts';
import { schemaRemarks } from '../../firmware/capability/schema-remarks.ts';
import type { ConnegReport } from './conneg.ts';
import { type NamedCapability, repairLines, spellingLines } from './conneg-source.ts';

/** Columns of an expression in a report; the longest lexical element the reader takes still fits. *Own design.* */
export const EXPRESSION_COLUMNS = 440;

const DIALECTS: Readonly<Record<NamedCapability['dialect'], string>> = {
  manual: 'a reply as on manual page 472',
  rfc4141: 'a reply as in RFC 4141',
  expression: 'an expression of RFC 2533',
};

/** `dpsim conneg parse`. Throws `CapabilityTooLarge`. */
export function connegParse(capability: NamedCapability): ConnegReport {
  const { dialect, filter, repairs, spellings } = capability;
  const alternatives = conjunctionsOf(filter);
  const normalForm = normalFormLines(alternatives);
  const remarks = schemaRemarks(filter);
  return {
    code: 0,
    json: {
      dialect,
      repairs,
      spellings,
      remarks,
      expression: printFilter(filter),
      alternatives: alternatives.length,
      normalForm: normalForm.join(''),
    },
    story: [
      DIALECTS[dialect],
      ...spellingLines(capability),
      ...repairLines(capability),
      ...remarks.map((remark) => `remark: ${remark}`),
      ...layoutFilter(filter, EXPRESSION_COLUMNS),
      ...normalFormStory(normalForm, alternatives.length),
    ],
  };
}

export function normalFormStory(lines: readonly string[], alternatives: number): readonly string[] {
  if (alternatives === 0) return ['normal form: none, the capability contradicts itself'];
  return [`normal form (${alternatives} ${alternatives === 1 ? 'alternative' : 'alternatives'}):`, ...lines];
}
