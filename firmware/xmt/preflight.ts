import { parseIpv4 } from '../../device-model/index.ts';
import type { InfoCode } from '../journal/info-code.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import { addressFault, gatewayFault, maskFault } from '../lan/address-faults.ts';
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

/** One condition of Direct XMT that the settings alone decide. */
export interface DirectCheck {
  readonly of: keyof GuardedSettings;
  readonly info: InfoCode;
  /** One sentence; undefined when the condition is met. */
  readonly fault: string | undefined;
}

/** All of them in the order in which they decide; `asksDns`: names must be looked up. */
export function directChecks(settings: GuardedSettings, asksDns: boolean): readonly DirectCheck[] {
  const { dhcp, directIfaxXmt } = settings;
  return [
    { of: 'dhcp', info: INFO_CODES['dhcp-enabled'], fault: dhcp === 'Enabled' ? 'No. 22 DHCP is Enabled.' : undefined },
    {
      of: 'directIfaxXmt',
      info: INFO_CODES['direct-xmt-invalid'],
      fault: directIfaxXmt === 'Invalid' ? 'Fax parameter 172 Direct IFAX XMT is Invalid.' : undefined,
    },
    ...fixedAddressChecks(settings),
    ...nameChecks(settings, asksDns),
  ];
}

/**
 * May a direct transmission start? The first condition that fails decides, in this order: No. 22 DHCP, fax parameter
 * 172, address, mask, gateway, DNS, own name, interface. Conditions and No. 22 are manual p. 472's; order and numbers
 * are *own design*.
 */
export function preflight(question: PreflightQuestion): Preflight {
  const { settings, destination } = question;
  if (destination.kind === 'mail-server') return serverPreflight(question);
  return firstFault(directChecks(settings, destination.kind === 'name')) ?? interfaceVerdict(question.interface);
}

/**
 * The page's conditions are those of Direct XMT; to the mail server any address will do, an address service's too (*own
 * design*). A server that is told by its address needs no DNS.
 */
function serverPreflight(question: PreflightQuestion): Preflight {
  const { settings } = question;
  if (settings.mailServer === '') return refused(INFO_CODES['mail-server-missing'], 'No. 31 SMTP Server is not set.');
  const isNamed = parseIpv4(settings.mailServer) === undefined;
  const checks = [
    ...(settings.dhcp === 'Disabled' ? fixedAddressChecks(settings) : []),
    ...nameChecks(settings, isNamed),
  ];
  return firstFault(checks) ?? interfaceVerdict(question.interface);
}

function firstFault(checks: readonly DirectCheck[]): Preflight | undefined {
  for (const { info, fault } of checks) if (fault !== undefined) return refused(info, fault);
  return undefined;
}

function fixedAddressChecks({ ipAddress, subnetMask, defaultGateway }: GuardedSettings): readonly DirectCheck[] {
  return [
    { of: 'ipAddress', info: INFO_CODES['address-unusable'], fault: addressFault(ipAddress, subnetMask) },
    { of: 'subnetMask', info: INFO_CODES['mask-unusable'], fault: maskFault(subnetMask) },
    {
      of: 'defaultGateway',
      info: INFO_CODES['gateway-unusable'],
      fault: gatewayFault(defaultGateway, ipAddress, subnetMask),
    },
  ];
}

function nameChecks(settings: GuardedSettings, asksDns: boolean): readonly DirectCheck[] {
  const { dnsServer1, dnsServer2, hostName, domainName } = settings;
  const noServer = asksDns && dnsServer1 === '' && dnsServer2 === '';
  const missing = hostName === '' ? 'No. 28 Host Name' : domainName === '' ? 'No. 29 Domain Name' : undefined;
  return [
    {
      of: 'dnsServer1',
      info: INFO_CODES['dns-missing'],
      fault: noServer ? 'Neither No. 26 nor No. 27 DNS Server is set.' : undefined,
    },
    {
      of: 'hostName',
      info: INFO_CODES['own-name-missing'],
      fault: missing === undefined ? undefined : `${missing} is not set.`,
    },
  ];
}

/** Of the network interface as it stands. */
export function interfaceVerdict(standing: PreflightQuestion['interface']): Preflight {
  if (standing === undefined || (standing.configured && standing.link === 'up')) return { ok: true };
  const { condition } = standing;
  if (!standing.configured && condition !== undefined) return refused(condition, condition.sentence);
  const detail = standing.configured ? 'The LAN cable has no link.' : 'The network interface has no address.';
  return refused(INFO_CODES['lan-down'], detail);
}

function refused(info: InfoCode, detail: string): Preflight {
  return { ok: false, info, detail };
}
