import { crc32 } from 'node:zlib';
import type { Storage } from '../storage/storage.ts';

/** What a reader makes of a value that came back from storage: the checked value or one sentence. */
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly sentence: string };

/** How a kind of record is written and read back. `version` is that of its shape; `check` also sees older ones. */
export interface RecordFormat<T> {
  readonly version: number;
  readonly check: (value: unknown, version: number) => Checked<T>;
}

export type Loaded<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'missing' }
  /** The record was moved to `setAside`; it counts as missing from now on. */
  | { readonly kind: 'damaged'; readonly sentence: string; readonly setAside: string };

export interface LoadedList<T> {
  readonly entries: readonly T[];
  /** Present when lines could not be used; the list as found was copied to `setAside` and repaired in place. */
  readonly damage?: { readonly lines: number; readonly sentence: string; readonly setAside: string };
}

/** A record that cannot be used, and where its octets lie from now on. */
export interface SetAside {
  readonly record: string;
  readonly setAside: string;
  /** Why it cannot be used. */
  readonly sentence: string;
}

/** Set-aside copies kept of one record; the last is overwritten when all are taken (*own design*). */
const SET_ASIDE_LIMIT = 9;
const SET_ASIDE_FOLDER = 'damaged';

/**
 * The machine's non-volatile memory: named JSON records `{version, checksum, value}`, replaced as a whole, and
 * append-only lists of such records, one a line. Values are plain JSON. The checksum is the CRC-32 of version and
 * value in hexadecimal: it finds torn and decayed records, not forged ones.
 *
 * Operations run one after another in the order they were called; a promise resolves once its effect would survive a
 * power cut, and rejects when the storage refuses (disk full), which leaves the old record.
 */
export class NonvolatileMemory {
  readonly #storage: Storage;
  readonly #onSetAside: (told: SetAside) => void;
  /** Lists whose last append failed: octets of a torn line may stand at their end. */
  readonly #torn = new Set<string>();
  #previous: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** `onSetAside` is told of every record that was set aside, once the copy would survive a power cut. */
  constructor(storage: Storage, onSetAside: (told: SetAside) => void = () => undefined) {
    this.#storage = storage;
    this.#onSetAside = onSetAside;
  }

  /** Operations are under way whose effect would not yet survive a power cut. */
  get busy(): boolean {
    return this.#waiting > 0;
  }

  /** Resolves when what was called so far is done, well or badly. */
  async idle(): Promise<void> {
    await this.#previous;
  }

  load<T>(name: string, format: RecordFormat<T>): Promise<Loaded<T>> {
    return this.#inTurn(async () => {
      const octets = await this.#storage.read(name);
      if (octets === undefined) return { kind: 'missing' };
      const read = readRecord(textOf(octets), format);
      if (read.ok) return { kind: 'value', value: read.value };
      const sentence = `The record ${name} is damaged: ${read.sentence}`;
      const setAside = await this.#setAside(name, octets, sentence);
      await this.#storage.remove(name);
      return { kind: 'damaged', sentence, setAside };
    });
  }

  save<T>(name: string, format: RecordFormat<T>, value: T): Promise<void> {
    return this.#inTurn(() => this.#storage.replace(name, Buffer.from(recordText(format.version, value))));
  }

  remove(name: string): Promise<void> {
    return this.#inTurn(() => this.#storage.remove(name));
  }

  /** Names of the records below `folder`, sorted. */
  list(folder: string): Promise<readonly string[]> {
    return this.#inTurn(() => this.#storage.list(folder));
  }

  /** A missing list is empty. A torn last line is what a power cut leaves; any unusable line is left out and reported. */
  loadList<T>(name: string, format: RecordFormat<T>): Promise<LoadedList<T>> {
    return this.#inTurn(async () => {
      const octets = await this.#storage.read(name);
      if (octets === undefined) return { entries: [] };
      const { entries, badLines, firstBad } = readLines(textOf(octets), format);
      if (firstBad === undefined) return { entries };
      const sentence = `The list ${name} lost ${badLines} of ${badLines + entries.length} lines: ${firstBad}`;
      const setAside = await this.#setAside(name, octets, sentence);
      await this.#storage.replace(name, linesOf(format, entries));
      return { entries, damage: { lines: badLines, sentence, setAside } };
    });
  }

  append<T>(name: string, format: RecordFormat<T>, entry: T): Promise<void> {
    return this.#inTurn(async () => {
      const line = `${this.#torn.has(name) ? '\n' : ''}${recordText(format.version, entry)}\n`;
      this.#torn.add(name);
      await this.#storage.append(name, Buffer.from(line));
      await this.#storage.sync(name);
      this.#torn.delete(name);
    });
  }

  replaceList<T>(name: string, format: RecordFormat<T>, entries: readonly T[]): Promise<void> {
    return this.#inTurn(async () => {
      await this.#storage.replace(name, linesOf(format, entries));
      this.#torn.delete(name);
    });
  }

  /** Moves a record aside that somebody else found unusable, octets of a page for instance. Nothing happens when there is none. */
  setAside(name: string, sentence: string): Promise<void> {
    return this.#inTurn(async () => {
      const octets = await this.#storage.read(name);
      if (octets === undefined) return;
      await this.#setAside(name, octets, sentence);
      await this.#storage.remove(name);
    });
  }

  /** Names of the copies that were set aside, in this power-on or before. */
  listSetAside(): Promise<readonly string[]> {
    return this.list(SET_ASIDE_FOLDER);
  }

  #inTurn<T>(operation: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const turn = this.#previous.then(operation, operation);
    const ended = (): void => {
      this.#waiting -= 1;
    };
    this.#previous = turn.then(ended, ended);
    return turn;
  }

  async #setAside(name: string, octets: Uint8Array, sentence: string): Promise<string> {
    const taken = new Set(await this.#storage.list(SET_ASIDE_FOLDER));
    const copy = (number: number): string => `${SET_ASIDE_FOLDER}/${name}.${number}`;
    let number = 1;
    while (number < SET_ASIDE_LIMIT && taken.has(copy(number))) number += 1;
    const setAside = copy(number);
    await this.#storage.replace(setAside, octets);
    this.#onSetAside({ record: name, setAside, sentence });
    return setAside;
  }
}

function textOf(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('utf8');
}

function recordText(version: number, value: unknown): string {
  const json = JSON.stringify(value);
  if (json === undefined) throw new TypeError('a record holds plain JSON, not undefined or a function');
  return `{"version":${version},"checksum":"${checksumOf(version, json)}","value":${json}}`;
}

function linesOf<T>(format: RecordFormat<T>, entries: readonly T[]): Uint8Array {
  return Buffer.from(entries.map((entry) => `${recordText(format.version, entry)}\n`).join(''));
}

function checksumOf(version: number, json: string): string {
  return checksum(`${version} ${json}`);
}

/** CRC-32 as eight hexadecimal digits; of octets that are kept beside a record which tells it. */
export function checksum(of: string | Uint8Array): string {
  return crc32(of).toString(16).padStart(8, '0');
}

function readLines<T>(text: string, format: RecordFormat<T>) {
  const entries: T[] = [];
  let badLines = 0;
  let firstBad: string | undefined;
  const lines = text.split('\n');
  lines.forEach((line, index) => {
    if (line === '') return;
    const whole = index < lines.length - 1;
    const read: Checked<T> = whole ? readRecord(line, format) : { ok: false, sentence: 'it has no end.' };
    if (read.ok) {
      entries.push(read.value);
      return;
    }
    badLines += 1;
    firstBad ??= `line ${index + 1} is unusable, ${read.sentence}`;
  });
  return { entries, badLines, firstBad };
}

const SHAPE = /^\{"version":(\d{1,9}),"checksum":"([0-9a-f]{8})","value":/;

/** The checksum is taken over the text as stored, so that nothing depends on how JSON is printed. */
function readRecord<T>(text: string, format: RecordFormat<T>): Checked<T> {
  const head = SHAPE.exec(text);
  if (head === null || !text.endsWith('}')) {
    return { ok: false, sentence: 'it is not a whole record of version, checksum and value.' };
  }
  const json = text.slice(head[0].length, -1);
  const version = Number(head[1]);
  const found = checksumOf(version, json);
  if (found !== head[2]) {
    return { ok: false, sentence: `its checksum is ${found}, the record says ${head[2]}.` };
  }
  if (version > format.version) {
    return { ok: false, sentence: `it has version ${version}; versions up to ${format.version} are known.` };
  }
  try {
    return format.check(JSON.parse(json), version);
  } catch (error) {
    return {
      ok: false,
      sentence: `its value cannot be read (${error instanceof Error ? error.message : String(error)}).`,
    };
  }
}
