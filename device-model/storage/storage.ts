/**
 * The storage port: named records of octets. Names are slash-separated, each part `[a-z0-9][a-z0-9._-]*`.
 *
 * Durability: what `replace` and `remove` did survives a power cut once their promise has resolved; before that either
 * the old or the new record is found, never a mixture. What `append` wrote is durable only after `sync`; a power cut
 * may lose, reorder or tear it. A write that fails (disk full) rejects and leaves the old record.
 *
 * `replace` takes the octets over: whoever gives them leaves them as they are from then on. Records are whole pages and
 * messages, and a copy in every layer would cost a long job more memory than its pages. `append` copies, `read` gives
 * copies.
 */
export interface Storage {
  read(name: string): Promise<Uint8Array | undefined>;
  replace(name: string, octets: Uint8Array): Promise<void>;
  append(name: string, octets: Uint8Array): Promise<void>;
  sync(name: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Names below `folder` (all depths), sorted. */
  list(folder: string): Promise<readonly string[]>;
}

const NAME = /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/;

/** Throws a RangeError naming the record whose name could leave the store or clash on disk. */
export function checkRecordName(name: string): void {
  if (!NAME.test(name) || name.length > 200) throw new RangeError(`not a record name: ${JSON.stringify(name)}`);
}
