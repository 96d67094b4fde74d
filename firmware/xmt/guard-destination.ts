import { lanCondition } from '../conditions/lan-conditions.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import { checkOwnName } from '../lan/own-name-check.ts';
import { parseMailbox } from '../smtp/wire/mailbox.ts';
import type { GuardResult } from './job-chart.ts';
import type { DestinationRecord } from './job-record.ts';
import { preflight } from './preflight.ts';
import { failure } from './session-failure.ts';
import type { TransmitterParts } from './transmitter.ts';

/**
 * The guard for one destination as the machine stands now: settings, LAN socket, own address, own name. Asked before a
 * sheet is scanned and again before every attempt.
 */
export async function guardDestination(
  parts: TransmitterParts,
  { forwardPath, via }: Pick<DestinationRecord, 'forwardPath' | 'via'>,
): Promise<GuardResult> {
  const { board, resolver } = parts;
  const settings = parts.settings.values;
  const mailbox = parseMailbox(forwardPath);
  if (!mailbox.ok) return { ok: false, failure: failure(INFO_CODES['bad-destination'], mailbox.sentence) };
  const kind = via ?? (mailbox.mailbox.domain.startsWith('[') ? 'literal' : 'name');
  const verdict = preflight({
    settings,
    destination: { kind },
    interface: {
      configured: board.network.configuration !== undefined,
      link: board.network.link,
      condition: lanCondition(parts.conditions),
    },
  });
  if (!verdict.ok) return { ok: false, failure: failure(verdict.info, verdict.detail) };
  if (settings.machineAddress === '') {
    const row = INFO_CODES['machine-address-missing'];
    return { ok: false, failure: failure(row, row.sentence) };
  }
  // The manual wants the own name registered for Direct XMT only.
  if (
    via !== undefined ||
    settings.directOwnNameCheck === 'Off' ||
    (settings.dnsServer1 === '' && settings.dnsServer2 === '')
  )
    return { ok: true };
  const { hostName, domainName, ipAddress: address } = settings;
  const sentence = await checkOwnName({ hostName, domainName, address }, (name) => resolver().addresses(name));
  if (sentence === undefined) return { ok: true };
  board.trace.write('own-name.doubted', { sentence, consequence: settings.directOwnNameCheck });
  if (settings.directOwnNameCheck === 'Warn') return { ok: true };
  return { ok: false, failure: failure(INFO_CODES['own-name-unregistered'], sentence) };
}
