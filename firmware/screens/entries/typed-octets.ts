import { parseIpv4, prefixLength, printIpv4 } from '../../../device-model/index.ts';
import { addressFault, blockFault, gatewayFault, maskFault } from '../../lan/address-faults.ts';
import type { SettingKey, SettingValues } from '../../settings/settings.ts';
import type { Typed } from './typed.ts';

/** The settings whose values are four octets. */
export const OCTET_KEYS = [
  'ipAddress',
  'subnetMask',
  'defaultGateway',
  'dnsServer1',
  'dnsServer2',
] as const satisfies readonly SettingKey[];
export type OctetKey = (typeof OCTET_KEYS)[number];

export function isOctetKey(key: string): key is OctetKey {
  return OCTET_KEYS.some((one) => one === key);
}

type Subnet = Pick<SettingValues, 'ipAddress' | 'subnetMask'>;

/**
 * An address octet by octet: `*` or a dot ends an octet, and so does its third digit. What can no longer become an
 * address that serves is not taken, and the hint says why.
 */
export function typedOctets(key: OctetKey, entered: string, text: string, subnet: Subnet): Typed {
  let typed: Typed = { entered, hint: '' };
  for (const sign of text) {
    if (typed.hint !== '') return typed;
    typed = oneOfOctets(key, typed.entered, sign, subnet);
  }
  return typed;
}

function oneOfOctets(key: OctetKey, entered: string, sign: string, subnet: Subnet): Typed {
  const octets = entered.split('.');
  const last = octets.at(-1) ?? '';
  if (sign === '*' || sign === '.' || sign === '#') {
    if (last === '' || octets.length === 4) return { entered, hint: '' };
    return judged(key, entered, entered, subnet);
  }
  if (!/^\d$/.test(sign)) return { entered, hint: 'DIGITS ONLY' };
  if (last.length === 3) return { entered, hint: 'ALL FOUR OCTETS ARE THERE' };
  if (last === '0') return { entered, hint: 'AN OCTET HAS NO LEADING 0' };
  const next = entered + sign;
  if (Number(last + sign) > 255) return { entered, hint: 'AN OCTET IS AT MOST 255' };
  return last.length === 2 ? judged(key, entered, next, subnet) : { entered: next, hint: '' };
}

/** The octets so far with their last one ended. */
function judged(key: OctetKey, before: string, next: string, subnet: Subnet): Typed {
  const octets = next.split('.').map(Number);
  const fault = octetsFault(key, octets, subnet);
  if (fault !== undefined) return { entered: before, hint: fault };
  return { entered: octets.length < 4 ? `${next}.` : next, hint: '' };
}

/** Why no address that begins with these octets can serve. */
function octetsFault(key: OctetKey, octets: readonly number[], subnet: Subnet): string | undefined {
  const lowest = ipv4Of([...octets, ...Array.from({ length: 4 - octets.length }, () => 0)]);
  if (key === 'subnetMask') {
    const ones = prefixLength(lowest);
    if (ones === undefined) return `${octets.join('.')} IS NOT ONES AND THEN ZEROS`;
    return ones === 0 ? 'A MASK BEGINS WITH ONES' : undefined;
  }
  const probe = printIpv4(lowest);
  const [first = 0] = octets;
  if (first === 0 || first === 127 || first >= 224) return blockHint(first);
  return key === 'defaultGateway' ? outsideHint(octets, probe, subnet) : undefined;
}

function blockHint(first: number): string {
  if (first === 0) return 'NO HOST HAS AN ADDRESS IN 0.0.0.0/8';
  if (first === 127) return '127 IS THE MACHINE ITSELF';
  return first < 240 ? `${first} IS FOR MULTICAST` : `${first} IS RESERVED`;
}

/** The octets of a gateway agree with the subnet as far as the mask goes. */
function outsideHint(octets: readonly number[], probe: string, { ipAddress, subnetMask }: Subnet): string | undefined {
  if (addressFault(ipAddress, subnetMask) !== undefined || maskFault(subnetMask) !== undefined) return undefined;
  const [gateway, address, mask] = [probe, ipAddress, subnetMask].map((text) => parseIpv4(text) ?? 0);
  const seen = ipv4Of(Array.from({ length: 4 }, (_, place) => (place < octets.length ? 255 : 0)));
  const differs = (((gateway ?? 0) ^ (address ?? 0)) & (mask ?? 0) & seen) !== 0;
  return differs ? 'NOT IN THE SUBNET OF NO. 23 AND NO. 24' : undefined;
}

function ipv4Of(octets: readonly number[]): number {
  return octets.reduce((value, octet) => value * 256 + octet, 0);
}

/** One digit less; the dot behind it goes with it. */
export function withoutLastDigit(entered: string): string {
  return entered.replace(/\d\.?$/, '');
}

/**
 * One sentence for four octets that cannot serve; undefined when they can. The gateway is judged by the subnet when there
 * is one to judge by; an address that will outgrow its gateway is not refused, or nobody could ever move house.
 */
export function wholeAddressFault(key: OctetKey, text: string, subnet: Subnet): string | undefined {
  if (parseIpv4(text) === undefined) return 'FOUR OCTETS OF 0 TO 255 ARE WANTED';
  switch (key) {
    case 'ipAddress':
      return addressFault(text, subnet.subnetMask);
    case 'subnetMask':
      return maskFault(text);
    case 'defaultGateway': {
      const { ipAddress, subnetMask } = subnet;
      const known = addressFault(ipAddress, subnetMask) === undefined && maskFault(subnetMask) === undefined;
      return known ? gatewayFault(text, ipAddress, subnetMask) : blockFault(text);
    }
    case 'dnsServer1':
    case 'dnsServer2':
      return blockFault(text);
  }
}
