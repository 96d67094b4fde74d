import { isContiguousMask, type NetworkInterface, parseIpv4, type TraceWriter } from '../../device-model/index.ts';
import type { SettingKey, SettingValues } from '../settings/settings.ts';

/** The settings that the LAN interface is configured from. */
const LAN_KEYS: ReadonlySet<SettingKey> = new Set(['dhcp', 'ipAddress', 'subnetMask', 'defaultGateway']);

export function concernsLan(key: SettingKey): boolean {
  return LAN_KEYS.has(key);
}

/**
 * Configures the LAN socket from the general settings. With No. 22 DHCP Enabled the interface waits for an address
 * service and stays unconfigured when there is none; so it does with an address or mask that cannot be one. What is
 * configured here is not yet fit for Direct XMT: that is the guard's question.
 */
export class LanInterface {
  readonly #network: NetworkInterface;
  readonly #trace: TraceWriter;

  constructor(network: NetworkInterface, trace: TraceWriter) {
    this.#network = network;
    this.#trace = trace;
  }

  get configured(): boolean {
    return this.#network.configuration !== undefined;
  }

  /** Applies the settings; true when the interface has an address afterwards. */
  apply(settings: SettingValues): boolean {
    const sentence = this.#obstacle(settings);
    if (sentence !== undefined) {
      this.#network.unconfigure();
      this.#trace.write('lan.unconfigured', { sentence });
      return false;
    }
    const { ipAddress: address, subnetMask: mask, defaultGateway: gateway } = settings;
    this.#network.configure(gateway === '' ? { address, mask } : { address, mask, gateway });
    this.#trace.write('lan.configured', { address, mask, gateway });
    return true;
  }

  #obstacle(settings: SettingValues): string | undefined {
    if (settings.dhcp === 'Enabled') return 'No. 22 DHCP is Enabled and no address service has answered.';
    if (parseIpv4(settings.ipAddress) === undefined) return 'No IP address is set.';
    if (!isContiguousMask(settings.subnetMask)) return 'No usable subnet mask is set.';
    return undefined;
  }
}
