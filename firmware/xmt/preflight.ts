import {
  broadcastAddress,
  isLoopback,
  isMulticast,
  isReserved,
  isSubnetBoundary,
  isThisNetwork,
  networkAddress,
  parseIpv4,
  prefixLength,
  sameSubnet,
} from '../../device-model/index.ts';
import type { InfoCode } from '../journal/info-code.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import type { SettingValues } from '../settings/settings.ts';

/** The settings the guard judges; `''` means "not set". */
export type GuardedSettings = Pick<
  SettingValues,
  | 'dhcp'
  | 'directIfaxXmt'
  | 'ipAddress'
  | 'subnetMask'
  | 'defaultGateway'
  | 'dnsServer1'
  | 'dnsServer2'
  | 'hostName'
  | 'domainName'
  | 'mailServer'
>;

export interface PreflightQuestion {
  readonly settings: GuardedSettings;
  /** A name must be looked up, an address literal must not. `mail-server`: No. 31 is called instead of the far end. */
  readonly destination: { readonly kind: 'name' | 'literal' | 'mail-server' };
  /** The network interface as it stands; judged last, left out when the caller only asks about the settings. */
  readonly interface?: {
    readonly configured: boolean;
    readonly link: 'up' | 'down';
    /** Why it has no address, where that is known. */
    readonly condition?: InfoCode | undefined;
  };
}

export type Preflight =
  | { readonly ok: true }
  /** `detail` is one sentence with what was found. */
  | { readonly ok: false; readonly info: InfoCode; readonly detail: string };

/**
 * May a direct transmission start? The first condition that fails decides, in this order: No. 22 DHCP, fax parameter
 * 172, address, mask, gateway, DNS, own name, interface. Conditions and No. 22 are manual p. 472's; order and numbers
 * are *own design*.
 */
export function preflight(question: PreflightQuestion): Preflight {
  const { settings } = question;
  if (question.destination.kind === 'mail-server') return serverPreflight(question);
  if (settings.dhcp === 'Enabled') return refused(INFO_CODES['dhcp-enabled'], 'No. 22 DHCP is Enabled.');
  if (settings.directIfaxXmt === 'Invalid') {
    return refused(INFO_CODES['direct-xmt-invalid'], 'Fax parameter 172 Direct IFAX XMT is Invalid.');
  }
  const address = addressFault(settings.ipAddress, settings.subnetMask);
  if (address !== undefined) return refused(INFO_CODES['address-unusable'], address);
  const mask = maskFault(settings.subnetMask);
  if (mask !== undefined) return refused(INFO_CODES['mask-unusable'], mask);
  const gateway = gatewayFault(settings.defaultGateway, settings.ipAddress, settings.subnetMask);
  if (gateway !== undefined) return refused(INFO_CODES['gateway-unusable'], gateway);
  return namesVerdict(settings, question.destination.kind === 'name') ?? interfaceVerdict(question.interface);
}

/**
 * The page's conditions are those of Direct XMT; to the mail server any address will do, an address service's too (*own
 * design*). A server that is told by its address needs no DNS.
 */
function serverPreflight(question: PreflightQuestion): Preflight {
  const { settings } = question;
  if (settings.mailServer === '') return refused(INFO_CODES['mail-server-missing'], 'No. 31 SMTP Server is not set.');
  if (settings.dhcp === 'Disabled') {
    const address = addressFault(settings.ipAddress, settings.subnetMask);
    if (address !== undefined) return refused(INFO_CODES['address-unusable'], address);
    const mask = maskFault(settings.subnetMask);
    if (mask !== undefined) return refused(INFO_CODES['mask-unusable'], mask);
    const gateway = gatewayFault(settings.defaultGateway, settings.ipAddress, settings.subnetMask);
    if (gateway !== undefined) return refused(INFO_CODES['gateway-unusable'], gateway);
  }
  const isNamed = parseIpv4(settings.mailServer) === undefined;
  return namesVerdict(settings, isNamed) ?? interfaceVerdict(question.interface);
}

function namesVerdict(settings: GuardedSettings, asksDns: boolean): Preflight | undefined {
  if (asksDns && settings.dnsServer1 === '' && settings.dnsServer2 === '') {
    return refused(INFO_CODES['dns-missing'], 'Neither No. 26 nor No. 27 DNS Server is set.');
  }
  if (settings.hostName !== '' && settings.domainName !== '') return undefined;
  const missing = settings.hostName === '' ? 'No. 28 Host Name' : 'No. 29 Domain Name';
  return refused(INFO_CODES['own-name-missing'], `${missing} is not set.`);
}

function interfaceVerdict(standing: PreflightQuestion['interface']): Preflight {
  if (standing === undefined || (standing.configured && standing.link === 'up')) return { ok: true };
  const { condition } = standing;
  if (!standing.configured && condition !== undefined) return refused(condition, condition.sentence);
  const detail = standing.configured ? 'The LAN cable has no link.' : 'The network interface has no address.';
  return refused(INFO_CODES['lan-down'], detail);
}

function refused(info: InfoCode, detail: string): Preflight {
  return { ok: false, info, detail };
}

/**
 * An address is judged by its block always, and by its place in the subnet only when there is a mask to judge by:
 * otherwise the next condition blames the mask, which is what has to be mended first.
 */
function addressFault(address: string, mask: string): string | undefined {
  if (address === '') return 'No. 23 IP Address is not set.';
  if (parseIpv4(address) === undefined) return `${address} is not an IP address.`;
  if (isThisNetwork(address)) return `${address} is in 0.0.0.0/8, which no host can have.`;
  if (isLoopback(address)) return `${address} is a loopback address, which never leaves the machine.`;
  if (isMulticast(address)) return `${address} is a multicast address.`;
  if (isReserved(address)) return `${address} is in the reserved block 240.0.0.0/4.`;
  if (maskFault(mask) !== undefined || !isSubnetBoundary(address, mask)) return undefined;
  return `${address} is the ${boundaryName(address, mask)} address of its subnet.`;
}

/** Prefixes 1 to 30: a /31 or /32 leaves no room for a host beside its gateway on a LAN (*own design*). */
function maskFault(mask: string): string | undefined {
  if (mask === '' || mask === '0.0.0.0') return 'No. 24 Subnet Mask is not set.';
  const value = parseIpv4(mask);
  const prefix = value === undefined ? undefined : prefixLength(value);
  if (prefix === undefined) return `${mask} is not a row of ones followed by zeros.`;
  return prefix > 30 ? `${mask} leaves no room for a host and its gateway.` : undefined;
}

function gatewayFault(gateway: string, address: string, mask: string): string | undefined {
  if (gateway === '' || gateway === '0.0.0.0') return 'No. 25 Default Gateway is not set.';
  if (parseIpv4(gateway) === undefined) return `${gateway} is not an IP address.`;
  if (gateway === address) return `The gateway ${gateway} is the machine itself.`;
  if (!sameSubnet(gateway, address, mask)) {
    return `The gateway ${gateway} is outside the subnet ${networkAddress(address, mask)} mask ${mask}.`;
  }
  if (!isSubnetBoundary(gateway, mask)) return undefined;
  return `The gateway ${gateway} is the ${boundaryName(gateway, mask)} address of the subnet.`;
}

function boundaryName(address: string, mask: string): 'broadcast' | 'network' {
  return address === broadcastAddress(address, mask) ? 'broadcast' : 'network';
}
