import { type Clock, StorageError } from '../../device-model/index.ts';
import type { StoredFiles } from '../files/stored-files.ts';
import type { PrintedReport } from '../journal/report-printer.ts';
import type { AddressBook } from '../settings/address-book.ts';
import type { MachineCalendar } from '../settings/machine-calendar.ts';
import type { Settings } from '../settings/settings.ts';
import { isTimeOfDay, nextAt } from '../settings/time-of-day.ts';
import { directReadiness, type ReadinessParts } from '../xmt/readiness.ts';
import { readDate } from './entries/read-date.ts';
import { threeDigits } from './line-layout.ts';
import type { PanelAnswer, PanelFileEdit, PanelHands, PanelRequest } from './panel-language.ts';

export interface MachineHandsParts extends ReadinessParts {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly addressBook: AddressBook;
  readonly calendar: MachineCalendar;
  readonly files: StoredFiles;
  readonly printJournal: () => Promise<PrintedReport>;
  readonly restoreDefaults: () => Promise<void>;
}

/** Does for the panel what takes a moment, by those whose work it is. */
export class MachineHands implements PanelHands {
  readonly #parts: MachineHandsParts;

  constructor(parts: MachineHandsParts) {
    this.#parts = parts;
  }

  readonly settings = () => this.#parts.settings.values;

  readonly perform = async (request: PanelRequest): Promise<PanelAnswer> => {
    try {
      return await this.#perform(request);
    } catch (error) {
      if (error instanceof StorageError) return { ok: false, sentence: error.message };
      throw error;
    }
  };

  async #perform(request: PanelRequest): Promise<PanelAnswer> {
    const { addressBook, files, settings } = this.#parts;
    switch (request.ask) {
      case 'nothing':
        return { ok: true, told: '' };
      case 'list-files':
        return { ok: true, told: '', files: await files.list() };
      case 'print-file':
        return told(await files.print(request.fileNumber), `FILE ${threeDigits(request.fileNumber)} IS PRINTED`);
      case 'delete-file':
        return told(await files.remove(request.fileNumber), `FILE ${threeDigits(request.fileNumber)} IS DELETED`);
      case 'resend-file':
        return told(files.resend(request.fileNumber), `FILE ${threeDigits(request.fileNumber)} IS SENT AGAIN`);
      case 'edit-file':
        return await this.#editFile(request.fileNumber, request.edit);
      case 'print-journal': {
        const { sheets, refusal } = await this.#parts.printJournal();
        return refusal === undefined
          ? { ok: true, told: `${sheets} SHEET(S) PRINTED` }
          : { ok: false, sentence: refusal };
      }
      case 'store-setting':
        return told(await settings.set(request.key, request.value), 'STORED');
      case 'store-station':
        return told(await addressBook.put(request.station), `STATION ${request.station.number} IS STORED`);
      case 'remove-station':
        await addressBook.remove(request.number);
        return { ok: true, told: `STATION ${request.number} IS DELETED` };
      case 'self-test':
        return { ok: true, told: '', checks: await directReadiness(this.#parts) };
      case 'set-date':
        return await this.#setDate(request.digits);
      case 'restore-defaults':
        await this.#parts.restoreDefaults();
        return { ok: true, told: 'FACTORY DEFAULTS ARE RESTORED' };
    }
  }

  async #editFile(fileNumber: number, { at, ...edit }: PanelFileEdit): Promise<PanelAnswer> {
    const { clock, files, settings } = this.#parts;
    const changed = `FILE ${threeDigits(fileNumber)} IS CHANGED`;
    if (at === undefined) return told(await files.edit(fileNumber, edit), changed);
    const timeOfDay = `${at.slice(0, 2)}:${at.slice(2)}`;
    const instant = isTimeOfDay(timeOfDay)
      ? nextAt(timeOfDay, clock.calendar(), settings.get('timeZoneOffset'))
      : undefined;
    if (instant === undefined) return { ok: false, sentence: 'Expected a time of day from 0000 to 2359.' };
    return told(await files.edit(fileNumber, { ...edit, at: instant }), changed);
  }

  async #setDate(digits: string): Promise<PanelAnswer> {
    const { calendar, settings } = this.#parts;
    const date = readDate(digits, settings.get('timeZoneOffset'));
    if (date === undefined) return { ok: false, sentence: 'Expected a date as YYYYMMDDHHMM, such as 200601310905.' };
    return told(await calendar.set(date), 'DATE AND TIME ARE SET');
  }
}

function told(
  answer: { readonly ok: true } | { readonly ok: false; readonly sentence: string },
  done: string,
): PanelAnswer {
  return answer.ok ? { ok: true, told: done } : answer;
}
