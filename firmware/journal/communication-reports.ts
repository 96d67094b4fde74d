import type { Board, Clock } from '../../device-model/index.ts';
import type { Settings } from '../settings/settings.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { communicationReportText } from './journal-text.ts';
import { printReport } from './report-printer.ts';

/** Jobs whose report waits for their last destination; more than there are file numbers cannot be. */
const OPEN_REPORTS_LIMIT = 999;

interface OpenReport {
  readonly entries: JournalEntry[];
  readonly startedAt: Date;
}

/**
 * Fax parameter 914: a report on paper when a transmission has come to its end at every destination, always or only when
 * one of them is not OK. The siblings' machines have the report and its three settings; when exactly it comes is
 * *own design*.
 */
export class CommunicationReports {
  readonly #board: Board;
  readonly #clock: Clock;
  readonly #settings: Settings;
  readonly #unfinished: (fileNumber: number) => boolean;
  readonly #open = new Map<number, OpenReport>();

  constructor(parts: {
    readonly board: Board;
    readonly clock: Clock;
    readonly settings: Settings;
    readonly journal: Journal;
    /** Whether a job still has a destination that it has not come to an end with. */
    readonly unfinished: (fileNumber: number) => boolean;
  }) {
    this.#board = parts.board;
    this.#clock = parts.clock;
    this.#settings = parts.settings;
    this.#unfinished = parts.unfinished;
    parts.journal.onEntry((entry) => this.#entered(entry));
  }

  #entered(entry: JournalEntry): void {
    if (entry.direction !== 'XMT' || this.#settings.get('communicationJournal') === 'Off') return;
    const startedAt = new Date(this.#clock.calendar().getTime() - entry.durationMs);
    const report = this.#open.get(entry.fileNumber) ?? { entries: [], startedAt };
    report.entries.push(entry);
    if (this.#unfinished(entry.fileNumber)) {
      if (this.#open.size < OPEN_REPORTS_LIMIT) this.#open.set(entry.fileNumber, report);
      return;
    }
    this.#open.delete(entry.fileNumber);
    const allWell = report.entries.every(({ result }) => result === 'OK');
    if (allWell && this.#settings.get('communicationJournal') === 'Inc') return;
    void this.#print(entry.fileNumber, report);
  }

  async #print(fileNumber: number, { entries, startedAt }: OpenReport): Promise<void> {
    const zoneOffsetMinutes = this.#settings.get('timeZoneOffset');
    const text = communicationReportText({
      mode: 'MEMORY XMT',
      fileNumber,
      start: { date: startedAt, zoneOffsetMinutes },
      end: { date: this.#clock.calendar(), zoneOffsetMinutes },
      entries,
    });
    const { sheets, refusal } = await printReport(this.#board, `COMM. JOURNAL of file ${fileNumber}`, text);
    this.#board.trace.write('report.printed', { fileNumber, sheets, ...(refusal === undefined ? {} : { refusal }) });
  }
}
