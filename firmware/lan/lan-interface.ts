import {
  type Clock,
  isContiguousMask,
  LanError,
  type NetworkInterface,
  parseIpv4,
  type TraceWriter,
} from '../../device-model/index.ts';
import type { InfoCode } from '../journal/info-code.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import type { SettingKey, SettingValues } from '../settings/settings.ts';
import { DhcpClient } from './dhcp-client.ts';
import { FixedAddress } from './fixed-address.ts';
import type { Lease } from './lease.ts';

/** The settings that the LAN interface is configured from. */
const LAN_KEYS: ReadonlySet<SettingKey> = new Set(['dhcp', 'ipAddress', 'subnetMask', 'defaultGateway']);

export function concernsLan(key: SettingKey): boolean {
  return LAN_KEYS.has(key);
}

export interface LanInterfaceParts {
  readonly clock: Clock;
  readonly network: NetworkInterface;
  readonly random: { below(n: number): number };
  readonly trace: TraceWriter;
  readonly settings: () => SettingValues;
  /** The interface has an address: ports can be opened. */
  readonly onUp: () => void;
  /** It has none any more. */
  readonly onDown: () => void;
  /** `condition` or the link is another one. */
  readonly onChange: () => void;
}

/**
 * Configures the LAN socket: from the general settings or, with No. 22 DHCP Enabled, from a lease. What is configured here
 * is not yet fit for Direct XMT: that is the guard's question.
 */
export class LanInterface {
  readonly #parts: LanInterfaceParts;
  readonly #fixed: FixedAddress;
  #client: DhcpClient | undefined;
  #condition: InfoCode | undefined;

  constructor(parts: LanInterfaceParts) {
    this.#parts = parts;
    const { clock, network, random, trace } = parts;
    this.#fixed = new FixedAddress({
      clock,
      network,
      random,
      trace,
      onTaken: () => this.#down(INFO_CODES['address-in-use'].sentence, INFO_CODES['address-in-use']),
      onAgain: () => this.#useSettings(),
    });
  }

  /** What is wrong with the interface at this moment, the cable first. */
  get condition(): InfoCode | undefined {
    return this.#parts.network.link === 'down' ? INFO_CODES['lan-down'] : this.#condition;
  }

  /** Takes the settings as they stand; a lease is given back first. */
  bringUp(): void {
    const { network, settings } = this.#parts;
    this.#end();
    this.#condition = undefined;
    network.onLink((link) => this.#linkChanged(link));
    if (settings().dhcp === 'Enabled') this.#startClient();
    else this.#useSettings();
  }

  /** Name servers in the order in which they are asked: those of the lease, if it names any, else No. 26 and 27. */
  get nameServers(): readonly string[] {
    const leased = this.#client?.lease?.nameServers ?? [];
    const { dnsServer1, dnsServer2 } = this.#parts.settings();
    return leased.length > 0 ? leased : [dnsServer1, dnsServer2].filter((server) => server !== '');
  }

  /** The lease is given back; the configuration stays, for what is still to be said. */
  stop(): void {
    this.#end();
    this.#parts.network.onLink(undefined);
  }

  #end(): void {
    this.#fixed.stop();
    this.#client?.stop();
    this.#client = undefined;
  }

  #useSettings(): void {
    const { ipAddress: address, subnetMask: mask, defaultGateway: gateway, addressCheck } = this.#parts.settings();
    if (parseIpv4(address) === undefined) this.#down('No IP address is set.');
    else if (!isContiguousMask(mask)) this.#down('No usable subnet mask is set.');
    else if (this.#configure({ address, mask, gateway }) && addressCheck === 'On') this.#fixed.announce();
  }

  #startClient(): void {
    const { clock, network, random, trace, settings } = this.#parts;
    this.#down('No. 22 DHCP is Enabled and no address service has answered.');
    try {
      this.#client = new DhcpClient({
        clock,
        network,
        random,
        trace,
        hostName: () => settings().hostName,
        onLease: (lease) => this.#configure(lease),
        onLost: () => this.#down(INFO_CODES['lease-lost'].sentence, INFO_CODES['lease-lost']),
        onNotice: (of) => this.#tell(INFO_CODES[of === 'no-server' ? 'dhcp-no-parameters' : 'address-in-use']),
      });
    } catch (error) {
      if (!(error instanceof LanError)) throw error;
      this.#down(`No address can be asked for: ${error.message}.`, INFO_CODES['dhcp-no-parameters']);
    }
  }

  #configure({ address, mask, gateway }: Pick<Lease, 'address' | 'mask' | 'gateway'>): boolean {
    const { network, trace, onUp } = this.#parts;
    const now = network.configuration;
    // A lease that was only renewed leaves what is open alone.
    const same = now?.address === address && now.mask === mask && (now.gateway ?? '') === gateway;
    try {
      network.configure(gateway === '' ? { address, mask } : { address, mask, gateway });
    } catch (error) {
      if (!(error instanceof LanError)) throw error;
      this.#down(`${error.message}.`, INFO_CODES['address-not-there']);
      return false;
    }
    if (!same) trace.write('lan.configured', { address, mask, gateway });
    this.#tell(undefined);
    if (!same || this.#client === undefined) onUp();
    return true;
  }

  #down(sentence: string, condition?: InfoCode): void {
    const { network, trace, onDown } = this.#parts;
    onDown();
    network.unconfigure();
    trace.write('lan.unconfigured', { sentence });
    this.#tell(condition);
  }

  #tell(condition: InfoCode | undefined): void {
    const { trace, onChange } = this.#parts;
    if (condition !== this.#condition) trace.write('lan.condition', { code: condition?.code ?? null });
    this.#condition = condition;
    onChange();
  }

  #linkChanged(link: 'up' | 'down'): void {
    const { trace, onChange, settings } = this.#parts;
    trace.write('lan.link', { link });
    onChange();
    if (link === 'down') return;
    // Another network may be at the other end now.
    if (this.#client !== undefined) this.#client.linkRestored();
    else if (this.#parts.network.configuration !== undefined && settings().addressCheck === 'On')
      this.#fixed.announce();
  }
}
