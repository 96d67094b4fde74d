import type { Checked } from '../../device-model/index.ts';
import { parseMailbox } from '../smtp/wire/mailbox.ts';
import { isControl, quoted } from '../smtp/wire/printable-text.ts';

export type ParameterValue = string | number;

/** Where number, name and choices of a row come from. A row of *own design* is never to be shown as Panasonic's. */
export type ParameterSource =
  | 'manual p. 472'
  | 'sibling manuals (DP-2310, DP-C266)'
  /** The name and the need are on the page, the number is ours. */
  | 'manual p. 472, number own design'
  | 'RFC 5321 4.5.3.2, number own design'
  | 'own design';

/** One numbered row of a settings list. */
export interface Parameter<Value extends ParameterValue = ParameterValue> {
  /** As the panel shows it. */
  readonly number: string;
  readonly name: string;
  readonly default: Value;
  /** Why the default is what it is, when its source is not that of the row. */
  readonly defaultSource: 'own design' | 'RFC 5321 4.5.3.2';
  readonly source: ParameterSource;
  readonly choices?: readonly Value[];
  readonly range?: { readonly min: number; readonly max: number };
  readonly unit?: string;
  /** Never shown, logged or exported: `maskedValue`. */
  readonly secret?: true;
  /** The value as it will be kept, or one sentence for the operator. */
  readonly check: (value: unknown) => Checked<Value>;
}

type Row = Pick<Parameter, 'number' | 'name' | 'source'> & {
  readonly defaultSource?: Parameter['defaultSource'];
  readonly secret?: true;
};

/** The value where others may see it. */
export function maskedValue({ secret }: Parameter, value: ParameterValue): ParameterValue {
  return secret === true ? '****' : value;
}

export function choice<const Choices extends readonly string[]>(
  row: Row,
  choices: Choices,
  preset: Choices[number],
): Parameter<Choices[number]> {
  return {
    defaultSource: 'own design',
    ...row,
    choices,
    default: preset,
    check: (value) => {
      const found = choices.find((one) => one === value);
      if (found !== undefined) return { ok: true, value: found };
      return refused(row, value, `expected ${choices.join(', ')}`);
    },
  };
}

export function wholeNumber(
  row: Row,
  unit: string,
  range: { readonly min: number; readonly max: number },
  preset: number,
): Parameter<number> {
  return {
    defaultSource: 'own design',
    ...row,
    unit,
    range,
    default: preset,
    check: (value) => {
      if (typeof value === 'number' && Number.isInteger(value) && value >= range.min && value <= range.max) {
        return { ok: true, value };
      }
      return refused(row, value, `expected a whole number of ${unit} from ${range.min} to ${range.max}`);
    },
  };
}

/** Text that may be empty, which means "not set"; `fault` says what was expected when the text will not do. */
export function text(row: Row, fault: (value: string) => string | undefined, preset = ''): Parameter<string> {
  return {
    defaultSource: 'own design',
    ...row,
    default: preset,
    check: (value) => {
      if (typeof value !== 'string') return refused(row, value, 'expected text');
      const trimmed = value.trim();
      const found = trimmed === '' ? undefined : fault(trimmed);
      return found === undefined ? { ok: true, value: trimmed } : refused(row, trimmed, found);
    },
  };
}

/** A secret number for the keypad, never empty. */
export function secretDigits(
  row: Omit<Row, 'secret'>,
  length: { readonly min: number; readonly max: number },
  preset: string,
): Parameter<string> {
  const secretRow = { ...row, secret: true } as const;
  const digits = new RegExp(`^[0-9]{${length.min},${length.max}}$`);
  return {
    defaultSource: 'own design',
    ...secretRow,
    default: preset,
    check: (value) => {
      if (typeof value === 'string' && digits.test(value)) return { ok: true, value };
      return refused(secretRow, value, `expected ${length.min} to ${length.max} digits`);
    },
  };
}

function refused(row: Row, value: unknown, expected: string): { readonly ok: false; readonly sentence: string } {
  if (row.secret === true) return { ok: false, sentence: `${row.number} ${row.name} cannot be that: ${expected}.` };
  const told = typeof value === 'string' ? quoted(printable(value)) : quoted(String(JSON.stringify(value)));
  return { ok: false, sentence: `${row.number} ${row.name} cannot be ${told}: ${expected}.` };
}

function printable(value: string): string {
  return Array.from(value, (letter) => (isControl(letter.charCodeAt(0)) ? '?' : letter)).join('');
}

const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/** One label of RFC 1123 2.1. */
export function hostNameFault(value: string): string | undefined {
  return LABEL.test(value) ? undefined : 'expected one name of 1 to 63 letters, digits and inner hyphens';
}

/** Dotted labels of RFC 1123 2.1, at most 253 characters. */
export function domainNameFault(value: string): string | undefined {
  const fits = value.length <= 253 && value.split('.').every((label) => LABEL.test(label));
  return fits ? undefined : 'expected names of letters, digits and inner hyphens separated by dots';
}

export function mailboxFault(value: string): string | undefined {
  const parsed = parseMailbox(value);
  return parsed.ok ? undefined : `expected an address such as fax@example.com (${parsed.sentence.replace(/\.$/, '')})`;
}
