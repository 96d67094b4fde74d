import type { EventLog, TraceEvent } from '../../device-model/index.ts';
import type { JournalEntry } from '../../firmware/index.ts';
import type { Machine } from '../machine.ts';

/** Which entries of the machines' journals are durable, and which line of the event log told of each. */
export class DurableJournal {
  readonly #machines: ReadonlyMap<string, Machine>;
  readonly #durable = new WeakSet<JournalEntry>();
  readonly #entered = new WeakMap<JournalEntry, number>();

  constructor(machines: readonly Machine[], log: EventLog) {
    this.#machines = new Map(machines.map((machine) => [machine.name, machine]));
    log.subscribe((line) => this.#hear(line));
  }

  /** What is written in the machine's non-volatile memory; of an entry that was there at power-on the event is 0. */
  entries(machine: Machine): readonly { readonly entry: JournalEntry; readonly event: number }[] {
    return machine.journal
      .filter((entry) => this.#durable.has(entry))
      .map((entry) => ({ entry, event: this.#entered.get(entry) ?? 0 }));
  }

  #hear({ machine: name, event, seq, data }: TraceEvent): void {
    const machine = this.#machines.get(name);
    if (machine === undefined) return;
    switch (event) {
      case 'machine.ready':
        for (const entry of machine.journal) this.#durable.add(entry);
        machine.firmware?.journal.onEntry((entry) => this.#durable.add(entry));
        break;
      case 'journal.entered': {
        const entry = machine.journal.at(-1);
        if (entry !== undefined) this.#entered.set(entry, seq);
        break;
      }
      // The entry is there already; only its notification is new.
      case 'journal.completed':
        for (const entry of machine.journal) {
          if (entry.messageId !== data['messageId'] || this.#entered.has(entry)) continue;
          this.#entered.set(entry, seq);
          this.#durable.add(entry);
        }
    }
  }
}
