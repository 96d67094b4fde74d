import { lanCondition } from '../conditions/lan-conditions.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import { checkOwnName, fullyQualified } from '../lan/own-name-check.ts';
import type { Resolver } from '../lan/resolver.ts';
import { parameterOf, type SettingKey, type SettingValues } from '../settings/settings.ts';
import { directChecks, interfaceVerdict } from './preflight.ts';
import type { TransmitterParts } from './transmitter.ts';

/** One line of the check list of Direct XMT. */
export interface ReadinessCheck {
  /** Such as `22 DHCP`. */
  readonly name: string;
  /** What was found. */
  readonly value: string;
  /** `open`: not looked at, because something before it is missing; `doubtful`: told, but it bars nothing. */
  readonly state: 'ok' | 'missing' | 'doubtful' | 'open';
  readonly infoCode: string | undefined;
  /** What is missing; empty when nothing is. */
  readonly sentence: string;
}

/** What of the machine the check list looks at. */
export type ReadinessParts = Pick<TransmitterParts, 'board' | 'settings' | 'conditions' | 'resolver'>;

/**
 * Whether the machine can do Direct XMT, condition by condition: those of the guard, and that name service leads from the
 * machine's name to its address and back. Manual p. 472 wants the name registered; the way back is a courtesy to far
 * ends that look (RFC 1912 2.1) and bars nothing. *Own design.*
 */
export async function directReadiness(parts: ReadinessParts): Promise<readonly ReadinessCheck[]> {
  const { board, conditions, resolver } = parts;
  const settings = parts.settings.values;
  const direct = directChecks(settings, true);
  // A gateway is judged by its subnet, which is not known then.
  const noSubnet = direct.some(({ of, fault }) => fault !== undefined && (of === 'ipAddress' || of === 'subnetMask'));
  const checks = direct.map(({ of, info, fault }) => {
    if (fault === undefined) return ok(nameOf(of), valueText(of, settings));
    return of === 'defaultGateway' && noSubnet ? open(nameOf(of)) : missing(nameOf(of), fault, info.code);
  });
  const { machineAddress } = settings;
  const own = INFO_CODES['machine-address-missing'];
  checks.push(
    machineAddress === ''
      ? missing(nameOf('machineAddress'), own.sentence, own.code)
      : ok(nameOf('machineAddress'), machineAddress),
  );
  const verdict = interfaceVerdict({
    configured: board.network.configuration !== undefined,
    link: board.network.link,
    condition: lanCondition(conditions),
  });
  checks.push(
    verdict.ok
      ? ok('LAN', board.network.configuration?.address ?? '')
      : missing('LAN', verdict.detail, verdict.info.code),
  );
  if (checks.some(({ state }) => state === 'missing')) return [...checks, open(FORWARD), open(BACK)];
  return [...checks, ...(await nameServiceChecks(settings, resolver()))];
}

/** Nothing is missing. */
export function isReady(checks: readonly ReadinessCheck[]): boolean {
  return checks.length > 0 && checks.every(({ state }) => state === 'ok' || state === 'doubtful');
}

const FORWARD = 'NAME TO ADDRESS';
const BACK = 'ADDRESS TO NAME';

async function nameServiceChecks(settings: SettingValues, resolver: Resolver): Promise<readonly ReadinessCheck[]> {
  const { hostName, domainName, ipAddress: address } = settings;
  const unregistered = await checkOwnName({ hostName, domainName, address }, (name) => resolver.addresses(name));
  const forward =
    unregistered === undefined
      ? ok(FORWARD, 'registered')
      : missing(FORWARD, unregistered, INFO_CODES['own-name-unregistered'].code);
  const wanted = fullyQualified(settings).toLowerCase();
  const found = await resolver.pointer(address);
  const names = found.ok ? found.value.map((name) => name.toLowerCase().replace(/\.$/, '')) : [];
  if (names.includes(wanted)) return [forward, ok(BACK, 'registered')];
  const sentence = found.ok ? `${address} leads to ${names.join(', ')} in DNS.` : found.sentence;
  return [forward, { name: BACK, value: 'not registered', state: 'doubtful', infoCode: undefined, sentence }];
}

function nameOf(key: SettingKey): string {
  const { number, name } = parameterOf(key);
  if (key === 'hostName') return 'OWN NAME';
  return `${number} ${name.toUpperCase()}`;
}

function valueText(key: SettingKey, settings: SettingValues): string {
  if (key === 'hostName') return fullyQualified(settings);
  if (key === 'dnsServer1') return settings.dnsServer1 === '' ? settings.dnsServer2 : settings.dnsServer1;
  return String(settings[key]);
}

function ok(name: string, value: string): ReadinessCheck {
  return { name, value, state: 'ok', infoCode: undefined, sentence: '' };
}

function missing(name: string, sentence: string, infoCode: string): ReadinessCheck {
  return { name, value: '', state: 'missing', infoCode, sentence };
}

function open(name: string): ReadinessCheck {
  return { name, value: '', state: 'open', infoCode: undefined, sentence: '' };
}
