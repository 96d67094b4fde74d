import type { z } from '@hono/zod-openapi';
import type { EventLog } from '../../device-model/index.ts';
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

/** Lines of the event log: the one after which a fact counts, and the newest when the call came. */
interface Since {
  readonly after: number | undefined;
  readonly called: number;
}

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
    const since = { after: wanted.after, called: log.count };
    const flash = wanted.for.fact === 'lcd' ? watchDisplay(log, machine, wanted.for.text) : undefined;
    let seen: Seen | undefined;
    this.#waiting += 1;
    try {
      await clock.runUntil(() => {
        seen = flash?.seen === true ? NOTHING : this.#look(machine, wanted.for, since);
        return seen !== undefined || signal.aborted;
      }, begun + wanted.limitMs);
    } finally {
      flash?.end();
      this.#waiting -= 1;
    }
    return { ...(seen ?? NOTHING), held: seen !== undefined, event: log.count, waitedMs: clock.now() - begun };
  }

  #look(machine: Machine, fact: Fact, since: Since): Seen | undefined {
    switch (fact.fact) {
      case 'job':
        return this.#job(machine, fact, since);
      case 'journal':
        return this.#journal(machine, fact, since);
      case 'fax':
        return this.#fax(machine, fact, since);
      case 'lcd':
        return shows(machine, fact.text) ? NOTHING : undefined;
    }
  }

  /** In it now, or entered since the call or the line that was named: a state may be over in the instant in which it begins. */
  #job(
    machine: Machine,
    { fileNumber, state }: Extract<Fact, { fact: 'job' }>,
    { after, called }: Since,
  ): Seen | undefined {
    const { charts } = this.#api;
    const entered = charts.entered(machine.name, fileNumber, state);
    const now = charts.ofFile(machine.name, fileNumber).includes(state) && entered > (after ?? 0);
    if (!now && entered <= (after ?? called)) return undefined;
    return { ...NOTHING, job: { fileNumber, state } };
  }

  #journal(machine: Machine, fact: Extract<Fact, { fact: 'journal' }>, { after = -1 }: Since): Seen | undefined {
    const found = this.#api.journal
      .entries(machine)
      .find(({ entry, event }) => event > after && isMeantEntry(entry, fact));
    return found && { ...NOTHING, journal: journalEntryOf(found.entry) };
  }

  #fax(machine: Machine, fact: Extract<Fact, { fact: 'fax' }>, { after = -1 }: Since): Seen | undefined {
    const { charts, received, rig } = this.#api;
    const underWay = charts
      .of(machine.name)
      .flatMap(({ chart, fileNumber }) => (chart === 'reception' ? fileNumber : []));
    const found = received.of(machine.name).find((fax) => {
      // A fax of an earlier run was complete before this one began.
      const arrival = received.arrival(fax);
      if ((arrival?.event ?? 0) <= after || underWay.includes(fax.fileNumber) || !isMeantFax(fax, fact)) return false;
      return arrival === undefined || wasReplied(rig.log.lines, fax, arrival.session);
    });
    return found && { ...NOTHING, fax: faxOf(found) };
  }
}

function shows({ display: { title, lines } }: Machine, text: string): boolean {
  return [title, ...lines].some((line) => line.includes(text));
}

/** A text may be gone from the display in the instant in which it came. */
function watchDisplay(log: EventLog, machine: Machine, text: string): { readonly seen: boolean; end(): void } {
  let seen = false;
  const end = log.subscribe((line) => {
    if (line.machine === machine.name && line.event === 'lcd.changed') seen ||= shows(machine, text);
  });
  return {
    get seen() {
      return seen;
    },
    end,
  };
}
