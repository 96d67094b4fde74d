import type { SettingValues } from '../settings/settings.ts';
import { digitsOf, readFaxAddress } from '../smtp/wire/fax-address.ts';

export type MailboxVerdict = 'known' | 'unknown' | 'foreign';

/** The settings that say who the machine is. */
export type OwnNames = Pick<SettingValues, 'hostName' | 'domainName' | 'ipAddress' | 'machineAddress' | 'faxNumber'>;

/**
 * Whether a recipient is the machine's: its own address, `postmaster` (RFC 5321 4.5.1), one of `mailboxes`, or `FAX=` with
 * its own number (RFC 3192), at its host name, at the domain of its address or at its address literal. `foreign`: the domain
 * is somebody else's. Local parts are compared without case and quotes (*own design*: RFC 5321 2.4 leaves it to the host).
 */
export function ownMailbox(
  names: OwnNames,
  mailboxes: readonly string[],
  localPart: string,
  domain: string,
): MailboxVerdict {
  const wanted = unquoted(localPart).toLowerCase();
  if (mailboxes.some((pattern) => matchesMailbox(pattern, wanted, domain))) return 'known';
  const at = names.machineAddress.lastIndexOf('@');
  const domains = [
    `${names.hostName}.${names.domainName}`,
    names.machineAddress.slice(at + 1),
    `[${names.ipAddress}]`,
    '',
  ];
  if (!domains.some((own) => own.toLowerCase() === domain.toLowerCase())) return 'foreign';
  const known = ['postmaster', unquoted(names.machineAddress.slice(0, Math.max(0, at))), ...mailboxes];
  if (known.some((one) => one !== '' && one.toLowerCase() === wanted)) return 'known';
  const number = readFaxAddress(localPart)?.number;
  return number !== undefined && number === digitsOf(names.faxNumber) ? 'known' : 'unknown';
}

/** RFC 5321 4.1.2: a quoted local part means what its bare form means. */
export function unquoted(localPart: string): string {
  return localPart.startsWith('"') ? localPart.slice(1, -1).replace(/\\(.)/g, '$1') : localPart;
}

/** `local-part@domain`, where `*` stands for any. */
function matchesMailbox(pattern: string, localPart: string, domain: string): boolean {
  const at = pattern.lastIndexOf('@');
  if (at < 0) return false;
  const same = (wanted: string, found: string): boolean =>
    wanted === '*' || wanted.toLowerCase() === found.toLowerCase();
  return same(pattern.slice(0, at), localPart) && same(pattern.slice(at + 1), domain);
}
