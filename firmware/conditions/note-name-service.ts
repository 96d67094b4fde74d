import type { ConditionKey } from '../journal/info-codes.ts';
import type { LookupFailure, LookupFailureReason } from '../lan/resolver.ts';
import type { Conditions } from './conditions.ts';

/** `undefined`: nobody was asked, which tells nothing of the servers; `answers`: they answer, whatever they say. */
const STANDS: Readonly<Record<LookupFailureReason, NameServiceCondition | 'answers' | undefined>> = {
  nxdomain: 'answers',
  nodata: 'answers',
  servfail: 'dns-server-failed',
  refused: 'dns-server-failed',
  'bad-answer': 'dns-server-failed',
  'timed-out': 'dns-timeout',
  'no-server': undefined,
};

type NameServiceCondition = Extract<ConditionKey, `dns-${string}`>;

/** Whether name service answers, by what came of one question (`undefined`: an answer). */
export function noteNameService(conditions: Conditions, failure: LookupFailure | undefined): void {
  const stands = failure === undefined ? 'answers' : STANDS[failure.reason];
  if (stands === undefined) return;
  for (const key of ['dns-timeout', 'dns-server-failed'] as const) {
    conditions.set(key, stands === key, failure?.sentence);
  }
}
