import type { Endpoint } from './network-interface.ts';

/** Octets that are about to arrive at `to`. */
export interface TappedOctets {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly octets: Uint8Array;
}

/**
 * Sees every piece of octets on the virtual LAN at the instant of its arrival. Returns how many of them arrive; the rest is
 * lost as if the line had ended there, which a tap that goes on letting later pieces through has to answer for.
 */
export type WireTap = (piece: TappedOctets) => number;
