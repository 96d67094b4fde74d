import { quoted } from './printable-text.ts';

/** A local part of RFC 3192: `FAX=+12025550123/T33S=1387`. */
export interface FaxAddress {
  /** The digits of the global number (E.164), without its plus sign and separators. */
  readonly number: string;
  /** T.33 subaddress, digits. */
  readonly subaddress?: string;
  /** Other `qualif-type1` elements as written; RFC 3191 2 wants them preserved. */
  readonly qualifiers: readonly string[];
}

/** E.164: fifteen digits at most; with separators, longer texts are nobody's number (*own design*). */
const NUMBER_LIMIT = 15;
const GLOBAL_PHONE = /^\+[0-9.-]+$/;
const QUALIFIER = /^([A-Za-z0-9-]+)=([ -~]+)$/;

/**
 * Reads the local part of a fax address (RFC 3191 4, RFC 3192 2 and 4): optional quotes and slashes around it, `FAX` in any
 * case, separators ignored. Undefined when it is none: another service, a local number, an unsound subaddress.
 */
export function readFaxAddress(localPart: string): FaxAddress | undefined {
  const bare = localPart
    .replace(/^"(.*)"$/s, '$1')
    .replace(/^\//, '')
    .replace(/\/$/, '');
  const [service = '', ...elements] = bare.split('/');
  const [, phone = ''] = /^FAX=(.*)$/i.exec(service) ?? [];
  const number = digitsOf(phone);
  if (number === undefined) return undefined;
  const qualifiers: string[] = [];
  let subaddress: string | undefined;
  for (const element of elements) {
    const [, keyword, value = ''] = QUALIFIER.exec(element) ?? [];
    if (keyword === undefined) return undefined;
    if (keyword.toUpperCase() !== 'T33S') qualifiers.push(element);
    // RFC 3192 4.1: several subaddresses are several addresses.
    else if (subaddress !== undefined || !/^\d+$/.test(value)) return undefined;
    else subaddress = value;
  }
  return { number, ...(subaddress === undefined ? {} : { subaddress }), qualifiers };
}

/** What was expected when the text is no `global-phone` (RFC 3192 2.1), as +81-92-555-0123 is one. */
export function phoneNumberFault(text: string): string | undefined {
  if (digitsOf(text) !== undefined) return undefined;
  return `expected a plus sign and 1 to ${NUMBER_LIMIT} digits such as +12025550123, found ${quoted(text)}`;
}

/** The digits of a `global-phone`. */
export function digitsOf(phone: string): string | undefined {
  if (!GLOBAL_PHONE.test(phone)) return undefined;
  const digits = phone.replace(/\D/g, '');
  return digits.length >= 1 && digits.length <= NUMBER_LIMIT ? digits : undefined;
}
