import { parseMailbox } from '../smtp/wire/mailbox.ts';
import { localTime, twoDigits } from './rfc5322-date.ts';

export interface MessageIdParts {
  /** Date and time of day as the machine believes it. */
  readonly date: Date;
  readonly zoneOffsetMinutes: number;
  /** Counts the machine's messages; the last four digits are used. */
  readonly counter: number;
  /** The machine's seeded generator. */
  readonly random: { hex(digits: number): string };
  /** The machine's own mailbox, `local-part@domain`. */
  readonly address: string;
}

/**
 * A Message-Id with its angle brackets, in the shape of the siblings' MDN sample
 * (`20020206154203470001.BE948.fax@huge.com`): twenty digits beginning with yyyymmddhhmmss, five hex digits, the
 * machine's address. Reading the six digits after the seconds as hundredths and a four-digit counter is *own design*.
 *
 * A local part that is not a dot-atom (RFC 5322 3.6.4 allows nothing else left of the @) has its other characters
 * replaced by hyphens: *own design*. Throws a RangeError when the address is not a mailbox.
 */
export function messageIdOf(parts: MessageIdParts): string {
  const parsed = parseMailbox(parts.address);
  if (!parsed.ok) throw new RangeError(parsed.sentence);
  const t = localTime(parts.date, parts.zoneOffsetMinutes);
  const day = `${t.year}${twoDigits(t.month)}${twoDigits(t.day)}`;
  const time = `${twoDigits(t.hour)}${twoDigits(t.minute)}${twoDigits(t.second)}`;
  const counted = `${twoDigits(Math.floor(t.millisecond / 10))}${String(parts.counter % 10_000).padStart(4, '0')}`;
  const { localPart, domain } = parsed.mailbox;
  return `<${day}${time}${counted}.${parts.random.hex(5).toUpperCase()}.${dotAtom(localPart)}@${domain}>`;
}

function dotAtom(localPart: string): string {
  if (!localPart.startsWith('"')) return localPart;
  const atoms = localPart.slice(1, -1).split('.');
  return atoms.map((atom) => atom.replace(/[^A-Za-z0-9!#$%&'*+/=?^_`{|}~-]/g, '-') || '-').join('.');
}
