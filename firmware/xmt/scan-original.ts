import {
  type Board,
  FeederFault,
  type FeederFaultKind,
  OriginalError,
  type OriginalType,
  type ScannedPage,
} from '../../device-model/index.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { isBlank } from '../imaging/blank-page.ts';
import type { InfoCode } from '../journal/info-code.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import type { Settings } from '../settings/settings.ts';
import type { JobInput, ScanResult } from './job-chart.ts';
import type { JobRecord } from './job-record.ts';
import { failure } from './session-failure.ts';
import type { XmtOrder } from './xmt-order.ts';

export interface ScanParts {
  readonly board: Board;
  readonly settings: Settings;
  readonly density: XmtOrder['density'];
  readonly originalType: OriginalType;
  readonly source: JobInput['source'];
}

const ROW_OF_FAULT = {
  misfeed: INFO_CODES.misfeed,
  jam: INFO_CODES['original-jam'],
  'too long': INFO_CODES['original-jam'],
  'cover open': INFO_CODES['feeder-cover-open'],
} as const satisfies Record<FeederFaultKind, InfoCode>;

/** The next page of a job from the scanner, or why there is none as the job chart wants to know it. */
export async function scanOriginal(
  parts: ScanParts,
  record: JobRecord,
): Promise<{ readonly result: ScanResult; readonly page?: ScannedPage }> {
  try {
    const { page, blankPages } = await nextPage(parts, record);
    if (page !== undefined) return { result: { kind: 'page' }, page };
    if (blankPages === 0 || record.pages > 0) return { result: { kind: 'feeder-empty' } };
    return unreadable(INFO_CODES['only-blank-pages'], INFO_CODES['only-blank-pages'].sentence);
  } catch (error) {
    if (error instanceof FeederFault) return unreadable(ROW_OF_FAULT[error.kind], error.message);
    if (error instanceof OriginalError) return unreadable(INFO_CODES['original-unreadable'], error.message);
    throw error;
  }
}

/** Blank sheets from the feeder are left out when fax parameter 962 says so; one laid on the glass is meant. */
async function nextPage(
  { board, density, originalType, settings, source }: ScanParts,
  { fileNumber, resolution }: JobRecord,
): Promise<{ readonly page: ScannedPage | undefined; readonly blankPages: number }> {
  const request = { resolution: RESOLUTIONS[resolution], density, originalType, from: source };
  for (let blankPages = 0; ; blankPages += 1) {
    const page = await board.scanEngine.scanNext(request);
    const skips = source === 'feeder' && settings.get('blankPages') === 'Skip';
    if (page === undefined || !skips || !isBlank(page.raster)) return { page, blankPages };
    board.trace.write('page.skipped', { fileNumber, label: page.label });
    page.release();
  }
}

function unreadable(row: InfoCode, sentence: string): { readonly result: ScanResult } {
  return { result: { kind: 'unreadable', failure: failure(row, sentence) } };
}
