import type { z } from '@hono/zod-openapi';
import type { Machine } from '../machine.ts';
import type { ApiRig } from './api-rig.ts';
import type { Waited } from './contract.ts';
import { isMeantEntry, isMeantFax, wasReplied } from './fact-match.ts';
import { journalEntryOf } from './journal-entry.ts';
import { CallError } from './problem.ts';
import { faxOf } from './received-faxes.ts';
import type { waitSchema } from './schemas-calls.ts';

/** Calls that wait at once: each is asked after every step of the rig. *Own design.* */
export const WAITS_LIMIT = 100;

type Wanted = z.output<typeof waitSchema>;
type Fact = Wanted['for'];
/** What was waited for, when it is there. */
type Seen = Pick<Waited, 'job' | 'journal' | 'fax'>;

const NOTHING: Seen = { job: null, journal: null, fax: null };

/**
 * Calls that wait for a fact. A fact is there when it is complete: an entry once it is durable, a fax once it is printed or
 * kept, stored and the reply that accepted it is on the wire. Under virtual time a waiting call lets time pass.
 */
export class Waits {
  readonly #api: ApiRig;
  #waiting = 0;

  constructor(api: ApiRig) {
    this.#api = api;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** Ends early when whoever called is gone. Throws CallError 503 when too many wait. */
  async until(machine: Machine, wanted: Wanted, signal: AbortSignal): Promise<Waited> {
    if (this.#waiting >= WAITS_LIMIT) {
      throw new CallError(503, `${WAITS_LIMIT} calls are waiting: expected one of them to be answered first.`);
    }
    const { clock, log } = this.#api.rig;
    const begun = clock.now();
    let seen: Seen | undefined;
    this.#waiting += 1;
    try {
      await clock.runUntil(() => {
        seen = this.#look(machine, wanted.for, wanted.after);
        return seen !== undefined || signal.aborted;
      }, begun + wanted.limitMs);
    } finally {
      this.#waiting -= 1;
    }
    return { ...(seen ?? NOTHING), held: seen !== undefined, event: log.count, waitedMs: clock.now() - begun };
  }

  #look(machine: Machine, fact: Fact, after = -1): Seen | undefined {
    switch (fact.fact) {
      case 'job':
        return this.#job(machine, fact, after);
      case 'journal':
        return this.#journal(machine, fact, after);
      case 'fax':
        return this.#fax(machine, fact, after);
      case 'lcd': {
        const { title, lines } = machine.display;
        return [title, ...lines].some((line) => line.includes(fact.text)) ? NOTHING : undefined;
      }
    }
  }

  #job(machine: Machine, { fileNumber, state }: Extract<Fact, { fact: 'job' }>, after: number): Seen | undefined {
    const places = this.#api.charts.ofFile(machine.name, fileNumber);
    const there = places.some((place) => place.state === state && place.event > after);
    return there ? { ...NOTHING, job: { fileNumber, state } } : undefined;
  }

  #journal(machine: Machine, fact: Extract<Fact, { fact: 'journal' }>, after: number): Seen | undefined {
    const found = this.#api.journal
      .entries(machine)
      .find(({ entry, event }) => event > after && isMeantEntry(entry, fact));
    return found && { ...NOTHING, journal: journalEntryOf(found.entry) };
  }

  #fax(machine: Machine, fact: Extract<Fact, { fact: 'fax' }>, after: number): Seen | undefined {
    const { received, rig } = this.#api;
    const found = received.of(machine.name).find((fax) => {
      // A fax of an earlier run was complete before this one began.
      const arrival = received.arrival(fax);
      if ((arrival?.event ?? 0) <= after || !isMeantFax(fax, fact)) return false;
      return arrival === undefined || wasReplied(rig.log.lines, fax, arrival.session);
    });
    return found && { ...NOTHING, fax: faxOf(found) };
  }
}
