import type { z } from 'zod';
import { type IssueSentence, issueSentences } from './issue-sentences.ts';
import { type CheckedLab, labDescriptionSchema } from './lab-description.ts';
import { labFaults } from './lab-faults.ts';
import { sketchOf } from './lab-sketch.ts';
import { FAULTS_LIMIT, machineFaults } from './machine-faults.ts';
import { placesIn } from './text-place.ts';
import type { PlacedFault, YamlValue } from './yaml-builder.ts';
import { readYaml } from './yaml-value.ts';

/** Octets of a rig file: ten thousand machines of eight hundred each. *Own design.* */
export const RIG_FILE_OCTETS = 8_388_608;

/** One mistake of a rig file. */
export interface RigFileMistake {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units as editors count. */
  readonly column: number;
  /** What is wrong and what was expected. */
  readonly sentence: string;
}

export type RigFile =
  | {
      readonly ok: true;
      readonly lab: CheckedLab;
      /** The file itself tells when its rig starts. */
      readonly dated: boolean;
    }
  /** In the order of the file, at most `FAULTS_LIMIT` and one that says so. */
  | { readonly ok: false; readonly mistakes: readonly RigFileMistake[] };

/** A lab description in YAML 1.2 (so JSON will do as well), with all its mistakes. Never throws, whatever the octets. */
export function readRigFile(octets: Uint8Array): RigFile {
  if (octets.length > RIG_FILE_OCTETS) {
    const sentence = `the file has ${octets.length} octets: expected at most ${RIG_FILE_OCTETS}`;
    return { ok: false, mistakes: [{ line: 1, column: 1, sentence }] };
  }
  const text = new TextDecoder('utf-8').decode(octets);
  const strange = strangeOctets(octets, text);
  if (strange !== undefined) return { ok: false, mistakes: mistakesOf(text, [strange]) };
  const yaml = readYaml(text);
  // Half a value has mistakes that nobody made.
  if (yaml.value === undefined) return { ok: false, mistakes: mistakesOf(text, yaml.faults) };
  const parsed = labDescriptionSchema.safeParse(yaml.value);
  const faults = [...yaml.faults, ...schemaFaults(yaml, parsed), ...ruleFaults(yaml)];
  if (parsed.success && faults.length === 0) {
    const dated = Object.hasOwn(Object(yaml.value), 'startsAt');
    return { ok: true, lab: parsed.data, dated };
  }
  return { ok: false, mistakes: mistakesOf(text, faults) };
}

/** Text that is no UTF-8 has the replacement character where that begins. */
function strangeOctets(octets: Uint8Array, text: string): PlacedFault | undefined {
  const offset = text.indexOf('\u{FFFD}');
  if (offset < 0) return undefined;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(octets);
    return undefined;
  } catch {
    return { offset, sentence: 'the octets here are no UTF-8: expected a text in UTF-8' };
  }
}

function schemaFaults(yaml: YamlValue, parsed: z.ZodSafeParseResult<CheckedLab>): PlacedFault[] {
  const faults: PlacedFault[] = [];
  for (const issue of parsed.error?.issues ?? []) {
    if (faults.length > FAULTS_LIMIT) break;
    for (const one of issueSentences(yaml.value, issue, yaml.sourceOf)) faults.push(placed(yaml, one));
  }
  return faults;
}

function placed(yaml: YamlValue, { path, sentence, at }: IssueSentence): PlacedFault {
  return { offset: yaml.offsetOf(path, at), sentence };
}

function ruleFaults(yaml: YamlValue): PlacedFault[] {
  const sketch = sketchOf(yaml.value);
  return [...labFaults(sketch), ...machineFaults(sketch)].map(({ path, sentence }) => {
    const inSettings = path.at(-2) === 'settings';
    const unknown = inSettings && sentence.includes('there is no setting');
    return { offset: yaml.offsetOf(path, unknown ? 'key' : 'value'), sentence };
  });
}

function mistakesOf(text: string, faults: readonly PlacedFault[]): RigFileMistake[] {
  const placeOf = placesIn(text);
  const sorted = [...faults].sort((a, b) => a.offset - b.offset);
  const mistakes = sorted
    .slice(0, FAULTS_LIMIT)
    .map(({ offset, sentence }) => ({ ...placeOf(offset), sentence: printable(sentence) }));
  const next = sorted[FAULTS_LIMIT];
  if (next === undefined) return mistakes;
  return [
    ...mistakes,
    { ...placeOf(next.offset), sentence: `there is more: expected at most ${FAULTS_LIMIT} mistakes` },
  ];
}

/** Parts of a file stand in the sentences: what would steer a terminal or turn its text around does not. */
function printable(sentence: string): string {
  return sentence.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '?');
}
