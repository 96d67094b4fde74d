import type { Random } from '../random.ts';
import { checkRecordName, type Storage } from './storage.ts';
import { StorageError } from './storage-error.ts';
import { tornTail } from './torn-tail.ts';

/** A record's content in pieces as written: one by `replace`, then one by each `append`. */
interface Content {
  /** Appended to nothing: without a sync it may survive in part. A replaced one survives whole or not at all. */
  readonly bornBy: 'replace' | 'append';
  readonly pieces: Uint8Array[];
  octets: number;
}

/** What a power cut spares: the first `pieces` pieces of that content. */
interface Durable {
  readonly content: Content;
  readonly pieces: number;
}

/** A `replace` (new content) or `remove` (none) whose promise has not resolved. */
interface Unfinished {
  readonly name: string;
  readonly content: Content | undefined;
}

/**
 * A store in memory that keeps two images: what a running machine reads, and what a power cut leaves. Synced is durable;
 * the rest is lost, reordered or torn as the seed decides.
 */
export class MemoryStorage implements Storage {
  readonly #random: Random;
  readonly #capacityOctets: number;
  readonly #present = new Map<string, Content>();
  readonly #durable = new Map<string, Durable>();
  #unfinished: Unfinished[] = [];
  #usedOctets = 0;
  #cuts = 0;

  /** Without a capacity the store is never full. */
  constructor(random: Random, options: { readonly capacityOctets?: number } = {}) {
    this.#random = random;
    this.#capacityOctets = options.capacityOctets ?? Number.POSITIVE_INFINITY;
  }

  get usedOctets(): number {
    return this.#usedOctets;
  }

  async read(name: string): Promise<Uint8Array | undefined> {
    checkRecordName(name);
    const content = this.#present.get(name);
    return content === undefined ? undefined : joined(content.pieces);
  }

  /** Like a file written beside the old one, the new record needs room while the old one still takes its own. */
  async replace(name: string, octets: Uint8Array): Promise<void> {
    this.#checkPlace(name);
    this.#checkRoom(name, octets.length);
    const content = contentOf(octets);
    this.#show(name, content);
    await this.#finished({ name, content });
  }

  async append(name: string, octets: Uint8Array): Promise<void> {
    this.#checkPlace(name);
    this.#checkRoom(name, octets.length);
    const content = this.#present.get(name) ?? { bornBy: 'append', pieces: [], octets: 0 };
    content.pieces.push(octets.slice());
    content.octets += octets.length;
    this.#present.set(name, content);
    this.#usedOctets += octets.length;
  }

  async sync(name: string): Promise<void> {
    checkRecordName(name);
    const content = this.#present.get(name);
    const pieces = content?.pieces.length ?? 0;
    const cuts = this.#cuts;
    await Promise.resolve();
    if (cuts !== this.#cuts) return never();
    // A record that was replaced or removed meanwhile is no longer this sync's business.
    if (content !== undefined && this.#present.get(name) === content) this.#durable.set(name, { content, pieces });
  }

  async remove(name: string): Promise<void> {
    checkRecordName(name);
    this.#show(name, undefined);
    await this.#finished({ name, content: undefined });
  }

  async list(folder: string): Promise<readonly string[]> {
    if (folder !== '') checkRecordName(folder);
    const prefix = folder === '' ? '' : `${folder}/`;
    return [...this.#present.keys()].filter((name) => name.startsWith(prefix)).sort();
  }

  /** The power is gone: promises not yet resolved never will be, and the store holds what survived. */
  cutPower(): void {
    this.#cuts += 1;
    for (const operation of this.#unfinished) if (this.#random.below(2) === 1) this.#makeDurable(operation);
    this.#unfinished = [];
    for (const [name, content] of this.#present) {
      const durable = this.#durable.get(name);
      if (durable !== undefined && durable.content !== content) continue;
      const synced = durable?.pieces ?? 0;
      if (synced === content.pieces.length) continue;
      if (durable === undefined && content.bornBy === 'replace') continue;
      // A record born by `append` whose folder was never synced may be missing as a whole.
      if (durable === undefined && this.#random.below(2) === 0) continue;
      const tail = tornTail(content.pieces.slice(synced), this.#random);
      const survived = contentOf(joined([...content.pieces.slice(0, synced), tail]));
      this.#durable.set(name, { content: survived, pieces: 1 });
    }
    this.#present.clear();
    this.#usedOctets = 0;
    for (const [name, durable] of this.#durable) {
      const content = contentOf(joined(durable.content.pieces.slice(0, durable.pieces)));
      this.#durable.set(name, { content, pieces: 1 });
      this.#present.set(name, content);
      this.#usedOctets += content.octets;
    }
  }

  #show(name: string, content: Content | undefined): void {
    this.#usedOctets += (content?.octets ?? 0) - (this.#present.get(name)?.octets ?? 0);
    if (content === undefined) this.#present.delete(name);
    else this.#present.set(name, content);
  }

  async #finished(operation: Unfinished): Promise<void> {
    const cuts = this.#cuts;
    this.#unfinished.push(operation);
    await Promise.resolve();
    if (cuts !== this.#cuts) return never();
    this.#unfinished.splice(this.#unfinished.indexOf(operation), 1);
    this.#makeDurable(operation);
  }

  #makeDurable({ name, content }: Unfinished): void {
    if (content === undefined) this.#durable.delete(name);
    else this.#durable.set(name, { content, pieces: 1 });
  }

  #checkRoom(name: string, octets: number): void {
    const free = this.#capacityOctets - this.#usedOctets;
    if (octets <= free) return;
    throw new StorageError('ENOSPC', `record '${name}' needs ${octets} octets and the store has ${free} free`);
  }

  /** On a disk one name cannot be both a record and a folder. */
  #checkPlace(name: string): void {
    checkRecordName(name);
    if (this.#present.has(name)) return;
    for (let end = name.indexOf('/'); end > 0; end = name.indexOf('/', end + 1)) {
      const folder = name.slice(0, end);
      if (!this.#present.has(folder)) continue;
      throw new StorageError('ENOTDIR', `record '${name}' cannot be stored: '${folder}' is a record, not a folder`);
    }
    for (const other of this.#present.keys()) {
      if (!other.startsWith(`${name}/`)) continue;
      throw new StorageError('EISDIR', `record '${name}' cannot be stored: it is a folder that holds '${other}'`);
    }
  }
}

function contentOf(octets: Uint8Array): Content {
  return { bornBy: 'replace', pieces: [octets], octets: octets.length };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((octets, piece) => octets + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function never(): Promise<never> {
  return new Promise(() => {});
}
