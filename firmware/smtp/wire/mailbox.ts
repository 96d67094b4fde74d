import { isControl, quoted } from './printable-text.ts';

/** RFC 5321 4.5.3.1.1 to 4.5.3.1.3, in octets; a path counts its `<` and `>`. */
export const MAILBOX_LIMITS = { localPart: 64, domain: 255, path: 256 } as const;

export interface Mailbox {
  /** As written, quotes included. `FAX=+12025550123` is an ordinary local part (RFC 3191, 3192). */
  readonly localPart: string;
  /** As written; brackets included when it is an address literal. */
  readonly domain: string;
  /** The IPv4 address of `local@[1.2.3.4]`, which bypasses name service (RFC 5321 4.1.3, 5.1). */
  readonly literal?: string;
}

export type ParsedMailbox =
  | { readonly ok: true; readonly mailbox: Mailbox }
  | { readonly ok: false; readonly sentence: string };

const DOT_STRING = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const QUOTED_STRING = /^"(?:[ !#-[\]-~]|\\[ -~])*"$/;
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
/** Most domains, in one look; which label is at fault is searched for only when one is. */
const DOMAIN = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;
const DOTTED_QUAD = /^\d{1,3}(?:\.\d{1,3}){3}$/;
/** `IPv6-address-literal`; which groups stand in it matters to nobody here. */
const IPV6_LITERAL = /^\[IPv6:[0-9A-Fa-f:.]{2,45}\]$/i;
const NUMBER = /^(?:0|[1-9]\d{0,2})$/;

/**
 * Parses `Mailbox` of RFC 5321 4.1.2 in ASCII. IPv4 literals only, since the machine reaches nothing else (own design);
 * `ipv6` takes the others too, for what far ends say of themselves. The error is one sentence for the operator.
 */
export function parseMailbox(text: string, options: { readonly ipv6?: boolean } = {}): ParsedMailbox {
  const sentence = faultOfText(text);
  if (sentence !== undefined) return { ok: false, sentence };
  const at = text.lastIndexOf('@');
  const localPart = text.slice(0, at);
  const domain = text.slice(at + 1);
  const outside = options.ipv6 === true && IPV6_LITERAL.test(domain);
  const fault = faultOfLocalPart(localPart, text) ?? (outside ? undefined : faultOfDomain(domain, text));
  if (fault !== undefined) return { ok: false, sentence: fault };
  if (outside) return { ok: true, mailbox: { localPart, domain } };
  const literal = domain.startsWith('[') ? domain.slice(1, -1) : undefined;
  return { ok: true, mailbox: literal === undefined ? { localPart, domain } : { localPart, domain, literal } };
}

/** One text for all spellings of a mailbox: the domain is compared without case (RFC 5321 2.4). */
export function comparableMailbox(address: string): string {
  const at = address.lastIndexOf('@');
  return address.slice(0, at) + address.slice(at).toLowerCase();
}

function faultOfText(text: string): string | undefined {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isControl(code)) {
      return `The address holds a control character at position ${index + 1}; expected printable characters only.`;
    }
    if (code > 0x7e) return `The address ${quoted(text)} holds a character outside ASCII at position ${index + 1}.`;
  }
  if (!text.includes('@')) return `The address ${quoted(text)} has no @; expected local-part@domain.`;
  if (text.length + 2 > MAILBOX_LIMITS.path) {
    return `The address has ${text.length} octets; expected at most ${MAILBOX_LIMITS.path - 2}.`;
  }
  return undefined;
}

function faultOfLocalPart(localPart: string, text: string): string | undefined {
  if (localPart === '') return `The address ${quoted(text)} has nothing before the @; expected a local part.`;
  if (localPart.length > MAILBOX_LIMITS.localPart) {
    return `The local part has ${localPart.length} octets; expected at most ${MAILBOX_LIMITS.localPart}.`;
  }
  if (localPart.startsWith('"')) {
    return QUOTED_STRING.test(localPart)
      ? undefined
      : `The local part ${quoted(localPart)} is not a whole quoted string.`;
  }
  if (DOT_STRING.test(localPart)) return undefined;
  return `The local part ${quoted(localPart)} is not a dot-separated row of atoms (letters, digits and !#$%&'*+-/=?^_\`{|}~).`;
}

function faultOfDomain(domain: string, text: string): string | undefined {
  if (domain === '') return `The address ${quoted(text)} has nothing after the @; expected a domain or [address].`;
  if (domain.length > MAILBOX_LIMITS.domain) {
    return `The domain has ${domain.length} octets; expected at most ${MAILBOX_LIMITS.domain}.`;
  }
  if (domain.startsWith('[')) {
    if (domain.endsWith(']') && isIpv4(domain.slice(1, -1))) return undefined;
    return `The address literal ${quoted(domain)} is not an IPv4 address in brackets, as in [192.0.2.1].`;
  }
  if (DOTTED_QUAD.test(domain))
    return `The domain ${quoted(domain)} is an address; expected it in brackets: [${domain}].`;
  if (DOMAIN.test(domain)) return undefined;
  const bad = domain.split('.').find((label) => !LABEL.test(label));
  if (bad === undefined) return undefined;
  return `The domain ${quoted(domain)} has the label ${quoted(bad)}; expected 1-63 letters, digits or inner hyphens.`;
}

function isIpv4(text: string): boolean {
  return DOTTED_QUAD.test(text) && text.split('.').every((part) => NUMBER.test(part) && Number(part) <= 255);
}
