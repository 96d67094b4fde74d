import {
  isContiguousMask,
  isLoopback,
  isMulticast,
  isReserved,
  isSubnetBoundary,
  isThisNetwork,
  parseIpv4,
  sameSubnet,
} from '../../device-model/index.ts';
import type { DhcpMessage } from './dhcp-message.ts';

/** What a DHCP server gave, and until when. Spans count from the sending of the request (RFC 2131, 4.4.1). */
export interface Lease {
  readonly address: string;
  readonly mask: string;
  /** `''`: the server named none. */
  readonly gateway: string;
  readonly nameServers: readonly string[];
  readonly domainName: string;
  readonly server: string;
  readonly leaseMs: number;
  /** T1: from then on the lease is renewed. */
  readonly renewalMs: number;
  /** T2: from then on any server is asked. */
  readonly rebindingMs: number;
}

export type LeaseReading =
  | { readonly ok: true; readonly lease: Lease }
  | { readonly ok: false; readonly sentence: string };

/** A resolver asks no more (own design). */
const NAME_SERVERS = 3;
/** T1 and T2 where the server names none (RFC 2131, 4.4.5). */
const DEFAULTS = { renewal: 0.5, rebinding: 0.875 } as const;

/** Reads an offer or an acknowledgement; one that no host could live with is refused with a sentence (own design). */
export function readLease(message: DhcpMessage): LeaseReading {
  const { yourAddress: address, options } = message;
  const { mask, serverIdentifier: server, leaseSeconds } = options;
  const refused = (sentence: string): LeaseReading => ({ ok: false, sentence });
  if (server === undefined) return refused('A DHCP server gave an address without saying who it is.');
  if (mask === undefined || !isContiguousMask(mask)) return refused(`${server} gave ${address} without a usable mask.`);
  if (!isHost(address, mask)) return refused(`${server} gave ${address} mask ${mask}, which no host can have.`);
  if (leaseSeconds === undefined || leaseSeconds === 0) return refused(`${server} gave ${address} for no time.`);
  // A gateway that lies elsewhere is of no use, and none better than that (RFC 1122, 3.3.1.6).
  const gateway = options.routers?.find((router) => router !== address && sameSubnet(router, address, mask)) ?? '';
  const nameServers = (options.nameServers ?? []).filter((one) => !isThisNetwork(one)).slice(0, NAME_SERVERS);
  const lease = { address, mask, gateway, nameServers, domainName: options.domainName ?? '', server };
  return { ok: true, lease: { ...lease, ...spansOf(leaseSeconds, options.renewalSeconds, options.rebindingSeconds) } };
}

/** T1 before T2 before the end, whatever the server says (RFC 2131, 4.4.5). */
function spansOf(
  leaseSeconds: number,
  renewalSeconds = leaseSeconds * DEFAULTS.renewal,
  rebindingSeconds = leaseSeconds * DEFAULTS.rebinding,
): Pick<Lease, 'leaseMs' | 'renewalMs' | 'rebindingMs'> {
  const inOrder = 0 < renewalSeconds && renewalSeconds < rebindingSeconds && rebindingSeconds < leaseSeconds;
  const [renewal, rebinding] = inOrder
    ? [renewalSeconds, rebindingSeconds]
    : [leaseSeconds * DEFAULTS.renewal, leaseSeconds * DEFAULTS.rebinding];
  return { leaseMs: leaseSeconds * 1_000, renewalMs: renewal * 1_000, rebindingMs: rebinding * 1_000 };
}

function isHost(address: string, mask: string): boolean {
  return (
    parseIpv4(address) !== undefined &&
    ![isThisNetwork, isLoopback, isMulticast, isReserved].some((bad) => bad(address)) &&
    !isSubnetBoundary(address, mask)
  );
}
