import { parseIpv4 } from '../../device-model/index.ts';
import type { InfoCode } from '../journal/info-code.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import { fullyQualified } from '../lan/own-name-check.ts';
import { ADDRESS_LIMIT, type RouteFailureReason, route } from '../smtp/client/route.ts';
import { parseMailbox } from '../smtp/wire/mailbox.ts';
import type { Failure } from './failure.ts';
import type { DestinationRecord } from './job-record.ts';
import { failure } from './session-failure.ts';
import type { TransmitterParts } from './transmitter.ts';

export type FoundRoute =
  | { readonly ok: true; readonly addresses: readonly string[]; readonly via: string }
  | { readonly ok: false; readonly failure: Failure };

/** The rows of the info-code table for what name service can answer. */
const ROW_OF: Readonly<Record<RouteFailureReason, InfoCode>> = {
  nxdomain: INFO_CODES['dns-error'],
  timeout: INFO_CODES['dns-timeout'],
  servfail: INFO_CODES['dns-server-failed'],
  refused: INFO_CODES['dns-server-failed'],
  'no-server': INFO_CODES['dns-missing'],
  'bad-answer': INFO_CODES['dns-server-failed'],
  'null-mx': INFO_CODES['mail-not-accepted'],
  'own-name': INFO_CODES['bad-destination'],
  'no-usable-mx': INFO_CODES['dns-error'],
  'no-address': INFO_CODES['dns-error'],
  'ipv6-only': INFO_CODES['dns-error'],
  'bad-literal': INFO_CODES['bad-destination'],
  'ipv6-literal': INFO_CODES['bad-destination'],
};

/** Addresses of the far end in the order in which they are tried, or the failure as the journal tells it. */
export async function findRoute(
  parts: TransmitterParts,
  { forwardPath, via }: Pick<DestinationRecord, 'forwardPath' | 'via'>,
): Promise<FoundRoute> {
  if (via === 'mail-server') return serverRoute(parts);
  const parsed = parseMailbox(forwardPath);
  if (!parsed.ok) return { ok: false, failure: failure(INFO_CODES['bad-destination'], parsed.sentence) };
  const ownName = fullyQualified(parts.settings.values);
  const found = await route(parts.resolver(), parsed.mailbox.domain, ownName, { random: parts.board.random });
  return found.ok ? found : { ok: false, failure: routeFailure(found) };
}

/** What name service answered, as the journal tells it. */
export function routeFailure(found: { readonly reason: RouteFailureReason; readonly sentence: string }): Failure {
  return failure(ROW_OF[found.reason], found.sentence);
}

/** No. 31 is a host, not a mail domain: its address, never its mail exchanges. */
async function serverRoute(parts: TransmitterParts): Promise<FoundRoute> {
  const { mailServer } = parts.settings.values;
  if (parseIpv4(mailServer) !== undefined) {
    return { ok: true, addresses: [mailServer], via: `By the mail server ${mailServer} (No. 31).` };
  }
  const found = await parts.resolver().addresses(mailServer);
  if (!found.ok) {
    const reason = found.reason === 'timed-out' ? 'timeout' : found.reason === 'nodata' ? 'no-address' : found.reason;
    return { ok: false, failure: failure(ROW_OF[reason], `No. 31 SMTP Server: ${found.sentence}`) };
  }
  const addresses = found.value.slice(0, ADDRESS_LIMIT);
  return { ok: true, addresses, via: `By the mail server ${mailServer} (No. 31), ${addresses.join(', ')}.` };
}
