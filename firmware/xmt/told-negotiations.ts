import type { TraceData } from '../../device-model/index.ts';
import type { Negotiation } from '../capability/negotiate.ts';
import { accountLines, negotiationAccount } from '../capability/negotiation-account.ts';
import { describeFormat } from '../capability/transfer-format.ts';
import type { ReadCapability } from './read-capability.ts';

/** What a journal entry says of a negotiation. */
export interface ToldNegotiation {
  readonly detail: string;
  readonly negotiation: readonly string[];
}

/** The last negotiation of each destination of a job, for transcript and journal. */
export class ToldNegotiations {
  readonly #told = new Map<number, ToldNegotiation>();

  /** Keeps it for the journal; returns what the transcript says. */
  tell(destination: number, negotiation: Negotiation, capability: ReadCapability): TraceData {
    const detail = `${capability.sentence} ${negotiation.why.charAt(0).toUpperCase()}${negotiation.why.slice(1)}.`;
    const account = negotiationAccount(negotiation, capability.told);
    this.#told.set(destination, { detail, negotiation: accountLines(account) });
    return {
      format: negotiation.ok ? describeFormat(negotiation.format) : null,
      why: detail,
      capability: capability.kind,
      rejected: negotiation.detail.rejected.length,
      account: { ...account, theirs: { ...account.theirs } },
    };
  }

  of(destination: number): ToldNegotiation | undefined {
    return this.#told.get(destination);
  }

  forget(destination: number): void {
    this.#told.delete(destination);
  }
}
