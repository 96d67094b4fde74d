import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Storage } from '../../device-model/storage/storage.ts';

export interface StorageUnderTest {
  readonly storage: Storage;
  /** Lets pass whatever time the promise needs. */
  ends<T>(promise: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** What every store promises while the power stays on. */
export function storageContract(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`${name} keeps the contract of a store`, () => {
    let opened: StorageUnderTest;
    let storage: Storage;

    beforeEach(async () => {
      opened = await open();
      storage = opened.storage;
    });
    afterEach(() => opened.close());

    const read = async (record: string) => {
      const octets = await opened.ends(storage.read(record));
      return octets === undefined ? undefined : Buffer.from(octets).toString('latin1');
    };
    const replace = (record: string, text: string) => opened.ends(storage.replace(record, octetsOf(text)));
    const append = (record: string, text: string) => opened.ends(storage.append(record, octetsOf(text)));
    const code = (promise: Promise<unknown>) =>
      opened.ends(promise).then(
        () => 'no error',
        (error: { code?: string; name: string }) => error.code ?? error.name,
      );

    test('a record that was never written is undefined', async () => {
      expect(await read('settings')).toBeUndefined();
      expect(await read('no/such/folder')).toBeUndefined();
    });

    test('replace writes whole records, empty and large ones too', async () => {
      await replace('settings', 'old, and longer than what follows');
      await replace('settings', 'new');
      expect(await read('settings')).toBe('new');
      await replace('settings', '');
      expect(await read('settings')).toBe('');
      const large = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7) & 255);
      await opened.ends(storage.replace('spool/page', large));
      const page = await opened.ends(storage.read('spool/page'));
      expect(Buffer.compare(page ?? new Uint8Array(), large)).toBe(0);
    });

    test('append makes a record, adds to it, and goes on after replace and sync', async () => {
      await append('journal', 'a');
      await append('journal', 'b');
      await opened.ends(storage.sync('journal'));
      await append('journal', 'c');
      expect(await read('journal')).toBe('abc');
      await replace('journal', 'x');
      await append('journal', 'y');
      expect(await read('journal')).toBe('xy');
    });

    test('many records can be appended to in turn', async () => {
      for (const round of ['1', '2']) for (let i = 0; i < 40; i += 1) await append(`log/${i}`, round);
      for (let i = 0; i < 40; i += 1) await opened.ends(storage.sync(`log/${i}`));
      expect(await read('log/0')).toBe('12');
      expect(await read('log/39')).toBe('12');
    });

    test('remove takes a record away; removing or syncing what is not there is harmless', async () => {
      await replace('jobs/001', 'job');
      await append('jobs/002', 'job');
      for (const record of ['jobs/001', 'jobs/002', 'jobs/001', 'never/was']) await opened.ends(storage.remove(record));
      await opened.ends(storage.sync('never/was'));
      expect(await read('jobs/001')).toBeUndefined();
      expect(await opened.ends(storage.list(''))).toEqual([]);
      await append('jobs/002', 'new');
      expect(await read('jobs/002')).toBe('new');
    });

    test('list names what lies below a folder at all depths, sorted', async () => {
      for (const record of ['b', 'jobs/010/state', 'jobs/002', 'jobs-old', 'a']) await replace(record, '');
      expect(await opened.ends(storage.list(''))).toEqual(['a', 'b', 'jobs-old', 'jobs/002', 'jobs/010/state']);
      expect(await opened.ends(storage.list('jobs'))).toEqual(['jobs/002', 'jobs/010/state']);
      expect(await opened.ends(storage.list('nothing'))).toEqual([]);
    });

    test('operations take effect in the order they were called, without waiting', async () => {
      const seen = Promise.all([
        storage.replace('r', octetsOf('long'.repeat(10_000))),
        storage.replace('r', octetsOf('1')),
        storage.append('r', octetsOf('2')),
        storage.read('r'),
        storage.remove('r'),
        storage.append('r', octetsOf('3')),
        storage.read('r'),
      ]);
      const results = await opened.ends(seen);
      expect(results.map((octets) => octets && Buffer.from(octets).toString())).toEqual([
        undefined,
        undefined,
        undefined,
        '12',
        undefined,
        undefined,
        '3',
      ]);
    });

    test('the caller keeps what it appends, and gets octets of its own', async () => {
      const octets = octetsOf('abc');
      const [replaced, appended] = [storage.replace('r', octetsOf('abc')), storage.append('r', octets)];
      octets.fill(0);
      await opened.ends(Promise.all([replaced, appended]));
      const got = await opened.ends(storage.read('r'));
      got?.fill(0);
      expect(await read('r')).toBe('abcabc');
    });

    test('names that could leave the store are refused', async () => {
      for (const record of ['', '/etc', '..', 'a/../b', 'a//b', '.lock', 'Upper', 'a b', `${'x'.repeat(201)}`, 'a/']) {
        expect(await code(storage.read(record))).toBe('RangeError');
        expect(await code(storage.replace(record, octetsOf('')))).toBe('RangeError');
        expect(await code(storage.append(record, octetsOf('')))).toBe('RangeError');
        expect(await code(storage.sync(record))).toBe('RangeError');
        expect(await code(storage.remove(record))).toBe('RangeError');
        if (record !== '') expect(await code(storage.list(record))).toBe('RangeError');
      }
    });

    test('a name is a record or a folder, not both', async () => {
      await replace('jobs/001', 'job');
      expect(await code(storage.replace('jobs', octetsOf('x')))).not.toBe('no error');
      expect(await code(storage.append('jobs', octetsOf('x')))).not.toBe('no error');
      expect(await code(storage.replace('jobs/001/page', octetsOf('x')))).not.toBe('no error');
      expect(await read('jobs')).toBeUndefined();
      expect(await read('jobs/001')).toBe('job');
      await opened.ends(storage.remove('jobs/001'));
      await replace('jobs', 'now a record');
      expect(await read('jobs')).toBe('now a record');
    });
  });
}

function octetsOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}
