import type { InfoCode } from '../journal/info-code.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import { fullyQualified } from '../lan/own-name-check.ts';
import { type RouteFailureReason, route } from '../smtp/client/route.ts';
import { parseMailbox } from '../smtp/wire/mailbox.ts';
import type { Failure } from './failure.ts';
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
export async function findRoute(parts: TransmitterParts, forwardPath: string): Promise<FoundRoute> {
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
