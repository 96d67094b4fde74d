import type { Attachment } from './routing.ts';

/** How long a neighbour is known after it was last needed (own design; Linux forgets after 15 to 45 s and asks again). */
const KNOWN_MS = 60_000;

interface Neighbour {
  readonly holder: Attachment;
  /** When the answer to the question is here. */
  readonly readyAt: number;
  until: number;
}

/** Who knows whose hardware address on one segment: the first packet to a neighbour waits for an ARP exchange (RFC 826). */
export class NeighbourTables {
  readonly #now: () => number;
  readonly #tables = new Map<Attachment, Map<string, Neighbour>>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** How long a packet for `address`, at `asker` in `inMs`, waits there until it can leave for `holder`, which has it. */
  waitMs(asker: Attachment, address: string, holder: Attachment, inMs: number): number {
    const { latencyMs } = asker.segment;
    const now = this.#now() + inMs;
    const until = now + KNOWN_MS;
    const known = this.#tableOf(asker).get(address);
    if (known !== undefined && known.holder === holder && known.until > now) {
      known.until = until;
      return Math.max(known.readyAt - now, 0);
    }
    this.#tableOf(asker).set(address, { holder, readyAt: now + 2 * latencyMs, until });
    // The question tells who asks: the answer needs none of its own (RFC 826, packet reception).
    const own = asker.configuration?.address;
    if (own !== undefined) this.#tableOf(holder).set(own, { holder: asker, readyAt: now + latencyMs, until });
    return 2 * latencyMs;
  }

  #tableOf(attachment: Attachment): Map<string, Neighbour> {
    let table = this.#tables.get(attachment);
    if (table === undefined) {
      table = new Map();
      this.#tables.set(attachment, table);
    }
    return table;
  }
}
