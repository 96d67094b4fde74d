import { checkRecordName, type Storage } from '../../device-model/storage/storage.ts';

/** Storage for unit tests: a map, durable at once, that can refuse writes or tear an append. */
export class PlainStorage implements Storage {
  readonly records = new Map<string, Uint8Array>();
  refuse = false;
  tearAppend = false;

  async read(name: string): Promise<Uint8Array | undefined> {
    checkRecordName(name);
    return this.records.get(name);
  }

  async replace(name: string, octets: Uint8Array): Promise<void> {
    checkRecordName(name);
    if (this.refuse) throw new Error('ENOSPC: no space left');
    this.records.set(name, Uint8Array.from(octets));
  }

  async append(name: string, octets: Uint8Array): Promise<void> {
    checkRecordName(name);
    if (this.refuse) throw new Error('ENOSPC: no space left');
    const kept = this.tearAppend ? octets.subarray(0, octets.length >> 1) : octets;
    this.records.set(name, Buffer.concat([this.records.get(name) ?? new Uint8Array(), kept]));
    if (this.tearAppend) throw new Error('ENOSPC: no space left');
  }

  async sync(_name: string): Promise<void> {}

  async remove(name: string): Promise<void> {
    this.records.delete(name);
  }

  async list(folder: string): Promise<readonly string[]> {
    return [...this.records.keys()].filter((name) => name.startsWith(`${folder}/`)).sort();
  }
}
