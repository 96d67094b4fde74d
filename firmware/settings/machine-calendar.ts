import { z } from 'zod';
import type { BoardClock, Checked, NonvolatileMemory, RecordFormat, TraceWriter } from '../../device-model/index.ts';
import { checkedBy } from './schema-check.ts';

const RECORD = 'settings/calendar';
const FORMAT: RecordFormat<{ readonly offsetMs: number }> = {
  version: 1,
  check: checkedBy(z.strictObject({ offsetMs: z.int() })),
};

/** Years the machine can be set to: a two-digit year of its time on, and no further than ISO 8601 prints. *Own design.* */
const YEARS = { from: 2000, to: 2099 } as const;

/**
 * Date and time as the key operator sets them. The board's clock goes on without power; its distance from the rig's
 * calendar is also kept in memory, for a machine that is built again from its records.
 */
export class MachineCalendar {
  readonly #clock: BoardClock;
  readonly #memory: NonvolatileMemory;
  readonly #trace: TraceWriter;

  constructor(clock: BoardClock, memory: NonvolatileMemory, trace: TraceWriter) {
    this.#clock = clock;
    this.#memory = memory;
    this.#trace = trace;
  }

  /** At power-on: a board that was never set takes the distance that was kept. Returns the sentence of a damaged record. */
  async load(): Promise<string | undefined> {
    const loaded = await this.#memory.load(RECORD, FORMAT);
    if (loaded.kind === 'damaged') {
      this.#trace.write('calendar.repaired', { sentence: loaded.sentence });
      return loaded.sentence;
    }
    if (loaded.kind === 'value' && this.#clock.calendarOffsetMs === 0) {
      this.#clock.calendarOffsetMs = loaded.value.offsetMs;
    }
    return undefined;
  }

  /** Durable, and told in the log with the old date, when the promise resolves. */
  async set(date: Date): Promise<Checked<Date>> {
    const year = date.getUTCFullYear();
    if (!(year >= YEARS.from && year <= YEARS.to)) {
      return { ok: false, sentence: `The date cannot be set: expected a year from ${YEARS.from} to ${YEARS.to}.` };
    }
    const before = this.#clock.calendar();
    const offsetMs = this.#clock.calendarOffsetMs + date.getTime() - before.getTime();
    await this.#memory.save(RECORD, FORMAT, { offsetMs });
    this.#clock.calendarOffsetMs = offsetMs;
    this.#trace.write('calendar.set', { from: before.toISOString(), to: date.toISOString() });
    return { ok: true, value: date };
  }
}
