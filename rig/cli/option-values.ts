import { UsageError } from './usage-error.ts';

/** A whole number in a range, or a UsageError that names the option. */
export function numberOption(
  name: string,
  text: string,
  range: { readonly min: number; readonly max: number },
): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= range.min && value <= range.max) return value;
  throw new UsageError(`--${name} ${text}: expected a whole number from ${range.min} to ${range.max}`);
}

/** One of `choices` as they are written there, case not minded, or a UsageError that names the option and all of them. */
export function choiceOption<const Choices extends readonly string[]>(
  name: string,
  text: string,
  choices: Choices,
): Choices[number] {
  const found = choices.find((one) => one.toLowerCase() === text.toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError(`--${name} ${text}: expected one of ${choices.join(', ')}`);
}

/** The one file an action works on; `what`: the command's words up to there. Throws UsageError. */
export function oneFile(what: string, [file, ...more]: readonly string[]): string {
  if (file !== undefined && more.length === 0) return file;
  throw new UsageError(`${what}: expected one file, found ${file === undefined ? 'none' : more.length + 1}`);
}

/** The file an action must be told to write. Throws UsageError. */
export function outFile(what: string, out: string | undefined): string {
  if (out !== undefined && out !== '') return out;
  throw new UsageError(`${what}: expected -o with the name of the file to write`);
}
