import { isLinkLocal, isLoopback, isPrivate } from './ipv4.ts';
import type { Endpoint } from './network-interface.ts';

/** Whatever goes to `from` really goes to `to`, as a port forwarding does; without `from.address`, for every address. */
export interface UplinkRedirect {
  readonly from: { readonly address?: string; readonly port: number };
  readonly to: { readonly address?: string; readonly port: number };
}

export interface UplinkOptions {
  /** Addresses beyond loopback and private ones that may be reached. */
  readonly allow?: readonly string[];
  readonly redirects?: readonly UplinkRedirect[];
}

/**
 * What leads from a virtual LAN to the network of the host (*own design*, in the manner of container networks): who may
 * be reached there, and where it really goes. A test machine must not fax strangers by accident, so only loopback
 * (RFC 1122), private (RFC 1918) and link-local (RFC 3927) addresses are open unless more are allowed.
 */
export class Uplink {
  readonly #allowed: Set<string>;
  readonly #redirects: readonly UplinkRedirect[];

  constructor(options: UplinkOptions = {}) {
    this.#allowed = new Set(options.allow);
    this.#redirects = options.redirects ?? [];
  }

  allow(address: string): void {
    this.#allowed.add(address);
  }

  permits(address: string): boolean {
    return isLoopback(address) || isPrivate(address) || isLinkLocal(address) || this.#allowed.has(address);
  }

  /** Where octets for an endpoint really go. */
  target(endpoint: Endpoint): Endpoint {
    const redirect = this.#redirects.find(
      ({ from }) => from.port === endpoint.port && (from.address === undefined || from.address === endpoint.address),
    );
    return redirect === undefined
      ? endpoint
      : { address: redirect.to.address ?? endpoint.address, port: redirect.to.port };
  }
}
