import type { ImageMemory } from '../../device-model/index.ts';
import type { Conditions } from '../conditions/conditions.ts';
import { INFO_CODES } from '../journal/info-codes.ts';

/**
 * Whether the memory has room for what arrives. From the message that found none until there would be room for it, the
 * condition stands.
 */
export class MessageRoom {
  readonly #memory: ImageMemory;
  readonly #conditions: Conditions;
  readonly #endWatch: () => void;
  /** The message that found no room last; undefined once there is. */
  #octetsWanted: number | undefined;

  constructor(memory: ImageMemory, conditions: Conditions) {
    this.#memory = memory;
    this.#conditions = conditions;
    this.#endWatch = memory.onChange(() => {
      if (this.#octetsWanted !== undefined && memory.freeOctets >= this.#octetsWanted) this.found();
    });
  }

  /** A message of so many octets found none. What could never fit waits for an empty memory. */
  missing(octets: number): void {
    this.#octetsWanted = Math.min(octets, this.#memory.capacityOctets);
    if (this.#memory.freeOctets >= this.#octetsWanted) this.found();
    else this.#conditions.raise(INFO_CODES['receive-memory-full'].key);
  }

  /** A message found room. */
  found(): void {
    this.#octetsWanted = undefined;
    this.#conditions.clear(INFO_CODES['receive-memory-full'].key);
  }

  stop(): void {
    this.#endWatch();
  }
}
