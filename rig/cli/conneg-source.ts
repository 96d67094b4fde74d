import { type PastedCapability, placeText, readPastedCapability } from './pasted-capability.ts';
import { CAPABILITY_TEXT_LIMIT, type OctetSource, readCapabilityText, STANDARD_INPUT } from './read-capability-text.ts';
import { UsageError } from './usage-error.ts';

type Read = Exclude<PastedCapability, { readonly kind: 'unreadable' }>;

/** A capability with the name it has in sentences. */
export type NamedCapability = Extract<PastedCapability, { readonly kind: 'capability' }> & { readonly name: string };

/**
 * What an argument of `dpsim conneg` means: a file, `-` for standard input, or an expression when it begins with `(`.
 * Throws UsageError for what cannot be read.
 */
export async function readSource(
  argument: string,
  reader: 'strict' | 'tolerant',
  standardInput: OctetSource,
): Promise<Read & { readonly name: string }> {
  const literal = argument.startsWith('(');
  const name = literal ? 'the expression' : argument === STANDARD_INPUT ? 'standard input' : argument;
  if (literal && Buffer.byteLength(argument) > CAPABILITY_TEXT_LIMIT) {
    throw new UsageError(`${name} has more than ${CAPABILITY_TEXT_LIMIT} octets: expected that many at most`);
  }
  const text = literal ? argument : await readCapabilityText(argument, standardInput);
  const read = readPastedCapability(text, reader);
  if (read.kind === 'unreadable') throw new UsageError(`${name}, ${read.sentence}`);
  return { ...read, name };
}

/** The same where only a capability will do. */
export async function readCapabilitySource(
  argument: string,
  reader: 'strict' | 'tolerant',
  standardInput: OctetSource,
): Promise<NamedCapability> {
  const read = await readSource(argument, reader, standardInput);
  if (read.kind === 'none') throw new UsageError(`${read.name}, ${read.sentence}`);
  return read;
}

/** Repairs told one by one; a text of stray parentheses needs tens of thousands. *Own design.* */
export const REPAIRS_TOLD = 100;

export function spellingTexts({ spellings }: Pick<NamedCapability, 'spellings'>): readonly string[] {
  return spellings.map(({ line, what }) => `line ${line}: ${what}`);
}

/** How the reply is spelt, where peers differ. */
export function spellingLines({ spellings }: Pick<NamedCapability, 'spellings'>): readonly string[] {
  return spellingTexts({ spellings }).map((text) => `spelt: ${text}`);
}

export function repairTexts({ repairs }: Pick<NamedCapability, 'repairs'>): readonly string[] {
  const told = repairs.slice(0, REPAIRS_TOLD).map((repair) => `${placeText(repair)}: ${repair.what}`);
  return repairs.length > REPAIRS_TOLD ? [...told, `${repairs.length - REPAIRS_TOLD} more places`] : told;
}

/** One line a repair, with its place. */
export function repairLines({ repairs }: Pick<NamedCapability, 'repairs'>): readonly string[] {
  return repairTexts({ repairs }).map((text) => `repaired: ${text}`);
}
