import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NonvolatileMemory, type RecordFormat } from '../../../device-model/memory/nonvolatile-memory.ts';
import type { Storage } from '../../../device-model/storage/storage.ts';
import { PlainStorage } from '../../support/plain-storage.ts';

const COUNTER: RecordFormat<{ count: number }> = {
  version: 2,
  check: (value, version) => {
    if (typeof value === 'object' && value !== null && 'count' in value && typeof value.count === 'number') {
      return { ok: true, value: { count: version === 1 ? value.count * 10 : value.count } };
    }
    return { ok: false, sentence: 'expected a count.' };
  },
};
const ANYTHING: RecordFormat<unknown> = { version: 1, check: (value) => ({ ok: true, value }) };

function storedText(storage: PlainStorage, name: string): string {
  return Buffer.from(storage.records.get(name) ?? []).toString();
}

describe('records', () => {
  test('a record that was never saved is missing', async () => {
    expect(await new NonvolatileMemory(new PlainStorage()).load('settings/none', COUNTER)).toEqual({ kind: 'missing' });
  });

  test('whatever JSON is saved comes back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const memory = new NonvolatileMemory(new PlainStorage());
        await memory.save('a', ANYTHING, value);
        const expected: unknown = JSON.parse(JSON.stringify(value));
        expect(await memory.load('a', ANYTHING)).toEqual({ kind: 'value', value: expected });
      }),
      { numRuns: 200 },
    );
  });

  test('an older version reaches the check with its number', async () => {
    const memory = new NonvolatileMemory(new PlainStorage());
    await memory.save('a', { ...COUNTER, version: 1 }, { count: 4 });
    expect(await memory.load('a', COUNTER)).toEqual({ kind: 'value', value: { count: 40 } });
  });

  test('a record from a newer firmware is set aside, not guessed at', async () => {
    const memory = new NonvolatileMemory(new PlainStorage());
    await memory.save('a', { ...COUNTER, version: 3 }, { count: 4 });
    const loaded = await memory.load('a', COUNTER);
    expect(loaded).toMatchObject({ kind: 'damaged', setAside: 'damaged/a.1' });
    expect(loaded.kind === 'damaged' && loaded.sentence).toContain('version 3; versions up to 2 are known');
  });

  test('every single-bit error is found; the record is set aside and missing afterwards', async () => {
    const storage = new PlainStorage();
    const memory = new NonvolatileMemory(storage);
    await memory.save('settings/a', COUNTER, { count: 123456 });
    const whole = storage.records.get('settings/a') ?? new Uint8Array();
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const bad = Uint8Array.from(whole);
      bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      storage.records.set('settings/a', bad);
      const loaded = await memory.load('settings/a', COUNTER);
      expect(loaded.kind).toBe('damaged');
      expect(await memory.load('settings/a', COUNTER)).toEqual({ kind: 'missing' });
    }
  });

  test('what is damaged twice is kept twice, and the number of copies is bounded', async () => {
    const storage = new PlainStorage();
    const memory = new NonvolatileMemory(storage);
    for (let time = 1; time <= 12; time += 1) {
      storage.records.set('a', Buffer.from(`garbage ${time}`));
      await memory.load('a', COUNTER);
    }
    expect((await storage.list('damaged')).length).toBe(9);
    expect(storedText(storage, 'damaged/a.1')).toBe('garbage 1');
    expect(storedText(storage, 'damaged/a.9')).toBe('garbage 12');
  });

  test('saves of one record happen in the order of the calls', async () => {
    const memory = new NonvolatileMemory(new PlainStorage());
    const saves = [1, 2, 3].map((count) => memory.save('a', COUNTER, { count }));
    await Promise.all(saves);
    expect(await memory.load('a', COUNTER)).toEqual({ kind: 'value', value: { count: 3 } });
  });

  test('a refused save rejects, keeps the old record and does not block the next operation', async () => {
    const storage = new PlainStorage();
    const memory = new NonvolatileMemory(storage);
    await memory.save('a', COUNTER, { count: 1 });
    storage.refuse = true;
    await expect(memory.save('a', COUNTER, { count: 2 })).rejects.toThrow('ENOSPC');
    storage.refuse = false;
    expect(await memory.load('a', COUNTER)).toEqual({ kind: 'value', value: { count: 1 } });
  });
});

describe('lists', () => {
  const entries = [{ count: 1 }, { count: 22 }, { count: 333 }];

  async function filled(): Promise<{ storage: PlainStorage; memory: NonvolatileMemory }> {
    const storage = new PlainStorage();
    const memory = new NonvolatileMemory(storage);
    for (const entry of entries) await memory.append('journal', COUNTER, entry);
    return { storage, memory };
  }

  test('a missing list is empty, a filled one comes back in order', async () => {
    const { memory } = await filled();
    expect(await memory.loadList('journal', COUNTER)).toEqual({ entries });
    expect(await memory.loadList('other', COUNTER)).toEqual({ entries: [] });
  });

  test('cut after any octet, the whole lines survive, the torn one is reported, and appending goes on', async () => {
    const { storage } = await filled();
    const whole = storage.records.get('journal') ?? new Uint8Array();
    for (let length = 0; length < whole.length; length += 1) {
      storage.records.set('journal', whole.slice(0, length));
      const memory = new NonvolatileMemory(storage);
      const loaded = await memory.loadList('journal', COUNTER);
      const wholeLines = Buffer.from(whole.slice(0, length)).toString().split('\n').length - 1;
      const cleanCut = length === 0 || whole[length - 1] === 0x0a;
      expect(loaded.entries).toEqual(entries.slice(0, wholeLines));
      expect(loaded.damage?.lines).toBe(cleanCut ? undefined : 1);
      await memory.append('journal', COUNTER, { count: 7 });
      expect(await memory.loadList('journal', COUNTER)).toEqual({
        entries: [...entries.slice(0, wholeLines), { count: 7 }],
      });
    }
  });

  test('a decayed line in the middle costs only itself', async () => {
    const { storage, memory } = await filled();
    storage.records.set('journal', Buffer.from(storedText(storage, 'journal').replace('22', '23')));
    const loaded = await memory.loadList('journal', COUNTER);
    expect(loaded.entries).toEqual([{ count: 1 }, { count: 333 }]);
    expect(loaded.damage).toMatchObject({ lines: 1, setAside: 'damaged/journal.1' });
    expect(loaded.damage?.sentence).toContain('line 2');
  });

  test('an append torn by a full disk does not spoil the next one', async () => {
    const { storage, memory } = await filled();
    storage.tearAppend = true;
    await expect(memory.append('journal', COUNTER, { count: 4 })).rejects.toThrow('ENOSPC');
    storage.tearAppend = false;
    await memory.append('journal', COUNTER, { count: 5 });
    expect((await memory.loadList('journal', COUNTER)).entries).toEqual([...entries, { count: 5 }]);
  });

  test('replaceList puts the given entries in place of all', async () => {
    const { memory } = await filled();
    await memory.replaceList('journal', COUNTER, entries.slice(1));
    expect(await memory.loadList('journal', COUNTER)).toEqual({ entries: entries.slice(1) });
  });

  test('no octets whatever make loading fail', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (octets) => {
        const storage = new PlainStorage();
        storage.records.set('a', octets);
        storage.records.set('l', octets);
        const memory = new NonvolatileMemory(storage satisfies Storage);
        expect((await memory.load('a', COUNTER)).kind).toBe('damaged');
        expect((await memory.loadList('l', COUNTER)).entries).toEqual([]);
      }),
    );
  });
});
