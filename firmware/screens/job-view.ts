import { INFO_CODES, infoRow } from '../journal/info-codes.ts';
import type { JobRecord } from '../xmt/job-record.ts';
import type { JobStatus } from '../xmt/transmission.ts';
import type { JobResult, JobView } from './screen-view.ts';

export interface PanelStatus extends JobStatus {
  readonly percentSent: number | undefined;
}

/** States of the job chart in which the operator is asked. */
export const ASKING: readonly string[] = ['memoryFull', 'interrupted', 'nextOriginal'];

/** A job as the screens tell it; `timeOfDay` of an ISO 8601 instant, in the machine's zone. */
export function jobView(
  status: PanelStatus,
  record: JobRecord | undefined,
  timeOfDay: (instant: string) => string,
): JobView {
  const waiting = record?.destinations.find((one) => one.nextAttemptAt !== undefined);
  return {
    fileNumber: status.fileNumber,
    to: record?.destinations.map((one) => one.forwardPath).join(' ') ?? '',
    state: status.state,
    stage: status.stage,
    asks: ASKING.includes(status.state),
    pages: status.pages,
    percentSent: status.percentSent,
    redialAt: waiting?.nextAttemptAt === undefined ? undefined : timeOfDay(waiting.nextAttemptAt),
    result: resultOf(status),
    scansOn: scansOn(status),
  };
}

/** Not after a power cut: the job chart does not allow it then. */
function scansOn({ state, failure }: PanelStatus): JobView['scansOn'] {
  if (state === 'nextOriginal') return 'glass';
  return state === 'interrupted' && failure?.infoCode !== INFO_CODES['power-failure'].code ? 'feeder' : undefined;
}

function resultOf(status: PanelStatus): JobResult | undefined {
  const kind = status.outcome ?? 'incomplete';
  const row = status.failure === undefined ? undefined : infoRow(status.failure.infoCode);
  const told = kind !== 'delivered' && kind !== 'cancelled' && row !== undefined;
  return {
    kind,
    infoCode: told ? row.code : undefined,
    lcd: told ? row.lcd[0] : '',
    remedy: told ? (row.lcd[1] ?? '') : '',
  };
}
