import { INFO_CODES } from '../journal/info-codes.ts';
import { nextAt } from '../settings/time-of-day.ts';
import { parseMailbox } from '../smtp/wire/mailbox.ts';
import type { JobInput } from './job-chart.ts';
import { JOB_LIMITS } from './job-record.ts';
import type { TransmitterParts } from './transmitter.ts';
import type { XmtOrder } from './xmt-order.ts';

/** Whether the machine takes an order: where it scans from and the earliest attempt, or a hint of one display line. */
export type Acceptance =
  | { readonly ok: true; readonly source: JobInput['source']; readonly notBefore: Date | undefined }
  | { readonly ok: false; readonly hint: string };

/** `scanning`: a job has the scanner. A file number is not taken yet. *Own design.* */
export function acceptOrder(
  { board, clock, conditions, settings }: TransmitterParts,
  scanning: boolean,
  { destinations, deferredTo }: XmtOrder,
): Acceptance {
  const source = board.feeder.sheetsWaiting > 0 ? 'feeder' : 'platen';
  const obstacle = conditions.firstOf(['feeder-cover-open', 'original-jam', 'misfeed']);
  if (source === 'platen' && board.platen.original === undefined) {
    return { ok: false, hint: (obstacle?.row ?? INFO_CODES['no-original']).lcd[0] };
  }
  if (source === 'feeder' && obstacle !== undefined) return { ok: false, hint: obstacle.row.lcd[0] };
  if (board.scanEngine.scanning || scanning) return { ok: false, hint: 'THE SCANNER IS IN USE' };
  if (destinations.length < 1 || destinations.length > JOB_LIMITS.destinations) {
    return { ok: false, hint: `1 TO ${JOB_LIMITS.destinations} DESTINATIONS` };
  }
  if (destinations.some(({ forwardPath }) => !parseMailbox(forwardPath).ok)) {
    return { ok: false, hint: 'CHECK THE ADDRESS' };
  }
  if (deferredTo === undefined) return { ok: true, source, notBefore: undefined };
  const notBefore = nextAt(deferredTo, clock.calendar(), settings.get('timeZoneOffset'));
  if (notBefore === undefined) return { ok: false, hint: 'CHECK THE TIME OF DAY' };
  return { ok: true, source, notBefore };
}
