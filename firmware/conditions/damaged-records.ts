import type { NonvolatileMemory, SetAside, TraceWriter } from '../../device-model/index.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import type { Conditions } from './conditions.ts';

/**
 * Records that were torn, decayed or foreign: each is told of when it is set aside, and the condition stands, also after the next
 * power-on, until somebody clears the copies. *Own design.*
 */
export class DamagedRecords {
  readonly #conditions: Conditions;
  readonly #trace: TraceWriter;

  constructor(parts: { readonly conditions: Conditions; readonly trace: TraceWriter }) {
    this.#conditions = parts.conditions;
    this.#trace = parts.trace;
  }

  tell({ record, setAside, sentence }: SetAside): void {
    this.#trace.write('record.set-aside', { infoCode: INFO_CODES['record-damaged'].code, record, setAside, sentence });
    this.#conditions.raise('record-damaged', sentence);
  }

  /** At power-on, when every record was looked at. */
  async look(memory: NonvolatileMemory): Promise<void> {
    const copies = await memory.listSetAside();
    if (copies.length > 0) this.#conditions.raise('record-damaged', `Kept aside: ${copies.join(', ')}.`);
  }

  /** The operator has looked at them; resolves with their names. */
  async clear(memory: NonvolatileMemory): Promise<readonly string[]> {
    const copies = await memory.listSetAside();
    for (const copy of copies) await memory.remove(copy);
    this.#conditions.clear('record-damaged');
    if (copies.length > 0) this.#trace.write('record.copies-cleared', { copies });
    return copies;
  }
}
