import { z } from 'zod';
import type { Checked, NonvolatileMemory, RecordFormat, TraceWriter } from '../../device-model/index.ts';
import { comparableMailbox, parseMailbox } from '../smtp/wire/mailbox.ts';
import { quoted } from '../smtp/wire/printable-text.ts';
import { checkedBy } from './schema-check.ts';

/** All *own design*: no source gives the size of the book or of a name. */
export const ADDRESS_BOOK_LIMITS = { stations: 999, nameLength: 40 } as const;

export interface Station {
  /** `001` to `999`. */
  readonly number: string;
  readonly name: string;
  /** Mailbox, `local-part@domain`. */
  readonly address: string;
  /**
   * Sent to directly, without the mail server. A property of the station, as in the siblings' manuals: with fax
   * parameter 172 Valid, a station can be configured so.
   */
  readonly direct: boolean;
}

const STATION = z.strictObject({ number: z.string(), name: z.string(), address: z.string(), direct: z.boolean() });
const RECORD = 'settings/address-book';
const FORMAT: RecordFormat<readonly Station[]> = {
  version: 1,
  check: checkedBy(z.array(STATION).max(ADDRESS_BOOK_LIMITS.stations)),
};

/** One sentence when the station cannot be kept. */
export function checkStation(station: Station): Checked<Station> {
  const name = station.name.trim();
  const sentence = faultOf(station, name);
  return sentence === undefined ? { ok: true, value: { ...station, name } } : { ok: false, sentence };
}

function faultOf(station: Station, name: string): string | undefined {
  if (!/^\d{3}$/.test(station.number) || station.number === '000') {
    return `The station number ${quoted(station.number)} is not one of 001 to 999.`;
  }
  if (name === '' || name.length > ADDRESS_BOOK_LIMITS.nameLength || /\p{Cc}/u.test(name)) {
    return `The name of station ${station.number} needs 1 to ${ADDRESS_BOOK_LIMITS.nameLength} printable characters.`;
  }
  const parsed = parseMailbox(station.address);
  return parsed.ok ? undefined : `Station ${station.number}: ${parsed.sentence}`;
}

/** The stations of one machine, kept in its non-volatile memory, in the order of their numbers. */
export class AddressBook {
  readonly #memory: NonvolatileMemory;
  readonly #trace: TraceWriter;
  #stations: readonly Station[] = [];
  #previous: Promise<unknown> = Promise.resolve();

  constructor(memory: NonvolatileMemory, trace: TraceWriter) {
    this.#memory = memory;
    this.#trace = trace;
  }

  /** Returns one sentence for each thing that was not as it should be; stations that no longer fit are left out. */
  async load(): Promise<readonly string[]> {
    const loaded = await this.#memory.load(RECORD, FORMAT);
    const sentences = loaded.kind === 'damaged' ? [`${loaded.sentence} The address book is empty.`] : [];
    const kept: Station[] = [];
    for (const station of loaded.kind === 'value' ? loaded.value : []) {
      const checked = checkStation(station);
      if (checked.ok) kept.push(checked.value);
      else sentences.push(checked.sentence);
    }
    this.#stations = kept;
    for (const sentence of sentences) this.#trace.write('address-book.repaired', { sentence });
    return sentences;
  }

  get stations(): readonly Station[] {
    return this.#stations;
  }

  station(number: string): Station | undefined {
    return this.#stations.find((station) => station.number === number);
  }

  /** The first station with this address; the domain is compared without case (RFC 5321 2.4). */
  stationAt(address: string): Station | undefined {
    const wanted = comparableMailbox(address);
    return this.#stations.find((station) => comparableMailbox(station.address) === wanted);
  }

  /** Adds the station or replaces the one of its number; durable when the promise resolves. */
  put(station: Station): Promise<Checked<Station>> {
    return this.#inTurn(async () => {
      const checked = checkStation(station);
      if (!checked.ok) return checked;
      const before = this.station(station.number);
      const others = this.#stations.filter((one) => one.number !== station.number);
      await this.#commit([...others, checked.value].sort((a, b) => Number(a.number) - Number(b.number)));
      this.#tellStored(checked.value, before);
      return checked;
    });
  }

  /** Adds or replaces all of them with one write, or none: the sentence tells of the first that cannot be kept. */
  putAll(stations: readonly Station[]): Promise<Checked<readonly Station[]>> {
    return this.#inTurn(async () => {
      const book = new Map(this.#stations.map((station) => [station.number, station]));
      const kept: Station[] = [];
      for (const station of stations) {
        const checked = checkStation(station);
        if (!checked.ok) return checked;
        book.set(checked.value.number, checked.value);
        kept.push(checked.value);
      }
      const before = new Map(this.#stations.map((station) => [station.number, station]));
      await this.#commit([...book.values()].sort((a, b) => Number(a.number) - Number(b.number)));
      for (const station of kept) this.#tellStored(station, before.get(station.number));
      return { ok: true, value: kept };
    });
  }

  /** False when there is no such station. */
  remove(number: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const before = this.station(number);
      if (before === undefined) return false;
      await this.#commit(this.#stations.filter((station) => station.number !== number));
      this.#trace.write('station.removed', { ...before });
      return true;
    });
  }

  async clear(): Promise<void> {
    await this.#inTurn(async () => {
      const before = this.#stations;
      await this.#commit([]);
      for (const station of before) this.#trace.write('station.removed', { ...station });
    });
  }

  #tellStored(station: Station, before: Station | undefined): void {
    this.#trace.write('station.stored', { ...station, ...(before === undefined ? {} : { before: { ...before } }) });
  }

  async #commit(stations: readonly Station[]): Promise<void> {
    await this.#memory.save(RECORD, FORMAT, stations);
    this.#stations = stations;
  }

  #inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const turn = this.#previous.then(operation, operation);
    this.#previous = turn.catch(() => undefined);
    return turn;
  }
}
