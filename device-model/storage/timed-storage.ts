import type { Clock, Outcome } from '../clock/clock.ts';
import { checkRecordName, type Storage } from './storage.ts';

/** How long the store's memory chips take (own design: flash of the years the machines were sold). */
export interface StorageTiming {
  /** Every operation. */
  readonly operationMs: number;
  /** Writing speed. */
  readonly octetsPerMs: number;
  /** Making durable: every replace, remove and sync. */
  readonly syncMs: number;
}

export const FLASH_TIMING: StorageTiming = { operationMs: 1, octetsPerMs: 4096, syncMs: 4 };

/**
 * A store whose operations take time on a machine's clock, one after the other in the order of the calls. The change
 * happens in the backend half-way: a power cut before that instant finds the old record, after it the new one, and in
 * either case the machine was not told, for its clock no longer delivers.
 */
export class TimedStorage implements Storage {
  readonly #clock: Clock;
  readonly #backend: Storage;
  readonly #timing: StorageTiming;
  /** Instant at which the last operation called will be done; a power cut leaves it a few milliseconds too far ahead. */
  #busyUntil = 0;

  constructor(clock: Clock, backend: Storage, timing: Partial<StorageTiming> = {}) {
    this.#clock = clock;
    this.#backend = backend;
    this.#timing = { ...FLASH_TIMING, ...timing };
  }

  read(name: string): Promise<Uint8Array | undefined> {
    return this.#inTurn(`storage.read ${name}`, 0, () => this.#backend.read(name));
  }

  async replace(name: string, octets: Uint8Array): Promise<void> {
    checkRecordName(name);
    const ms = this.#writeMs(octets) + this.#timing.syncMs;
    return this.#inTurn(`storage.replace ${name}`, ms, () => this.#backend.replace(name, octets));
  }

  async append(name: string, octets: Uint8Array): Promise<void> {
    checkRecordName(name);
    const own = octets.slice();
    return this.#inTurn(`storage.append ${name}`, this.#writeMs(own), () => this.#backend.append(name, own));
  }

  sync(name: string): Promise<void> {
    return this.#inTurn(`storage.sync ${name}`, this.#timing.syncMs, () => this.#backend.sync(name));
  }

  remove(name: string): Promise<void> {
    return this.#inTurn(`storage.remove ${name}`, this.#timing.syncMs, () => this.#backend.remove(name));
  }

  list(folder: string): Promise<readonly string[]> {
    return this.#inTurn(`storage.list ${folder}`, 0, () => this.#backend.list(folder));
  }

  #writeMs(octets: Uint8Array): number {
    return Math.ceil(octets.length / this.#timing.octetsPerMs);
  }

  #inTurn<T>(label: string, extraMs: number, work: () => Promise<T>): Promise<T> {
    const clock = this.#clock;
    const startAt = Math.max(clock.now(), this.#busyUntil);
    const doneAt = startAt + this.#timing.operationMs + extraMs;
    this.#busyUntil = doneAt;
    return new Promise((resolve, reject) => {
      const deliver = (outcome: Outcome<T>): void => {
        if (outcome.ok) resolve(outcome.value);
        else reject(outcome.error);
      };
      clock.alarm(
        Math.floor((startAt + doneAt) / 2),
        () => clock.effect(Math.max(doneAt - clock.now(), 0), label, work, deliver),
        label,
      );
    });
  }
}
