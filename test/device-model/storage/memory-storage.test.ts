import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../../../device-model/random.ts';
import { MemoryStorage } from '../../../device-model/storage/memory-storage.ts';

const SEEDS = Array.from({ length: 300 }, (_, seed) => seed);

function octetsOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

async function textOf(storage: MemoryStorage, record: string): Promise<string | undefined> {
  const octets = await storage.read(record);
  return octets && Buffer.from(octets).toString('latin1');
}

/** What the record holds, over many seeds, when the power is cut right after `inFlight` was begun. */
async function survivors(
  before: (storage: MemoryStorage) => Promise<void>,
  inFlight: (storage: MemoryStorage) => void = () => {},
): Promise<Set<string | undefined>> {
  const found = new Set<string | undefined>();
  for (const seed of SEEDS) {
    const storage = new MemoryStorage(new Random(seed));
    await before(storage);
    inFlight(storage);
    storage.cutPower();
    found.add(await textOf(storage, 'r'));
  }
  return found;
}

test('what replace and remove did has survived once they resolved', async () => {
  const replaced = await survivors(async (storage) => {
    await storage.replace('r', octetsOf('old'));
    await storage.replace('r', octetsOf('new'));
  });
  expect([...replaced]).toEqual(['new']);
  const removed = await survivors(async (storage) => {
    await storage.replace('r', octetsOf('old'));
    await storage.remove('r');
  });
  expect([...removed]).toEqual([undefined]);
});

test('a replace or remove in flight leaves the old record or the new, never a mixture', async () => {
  const withOld = (storage: MemoryStorage) => storage.replace('r', octetsOf('old'));
  const replaced = await survivors(withOld, (storage) => void storage.replace('r', octetsOf('new')));
  expect(replaced).toEqual(new Set(['old', 'new']));
  const removed = await survivors(withOld, (storage) => void storage.remove('r'));
  expect(removed).toEqual(new Set(['old', undefined]));
  const first = await survivors(
    async () => {},
    (storage) => void storage.replace('r', octetsOf('new')),
  );
  expect(first).toEqual(new Set([undefined, 'new']));
});

test('unsynced appends are lost, cut off at any octet, or survive where an earlier one is zeros', async () => {
  const found = await survivors(async (storage) => {
    await storage.append('r', octetsOf('S'));
    await storage.sync('r');
    await storage.append('r', octetsOf('ab'));
    await storage.append('r', octetsOf('cd'));
  });
  for (const text of ['S', 'Sa', 'Sab', 'Sabc', 'Sabcd', 'S\0\0cd', 'Sa\0cd']) expect(found).toContain(text);
  for (const text of found) expect(text).toMatch(/^S(ab|a\0|\0\0)?(cd?|)$|^Sa$/);
});

test('a record born by append and never synced may be missing as a whole', async () => {
  const found = await survivors((storage) => storage.append('r', octetsOf('ab')));
  expect(found).toEqual(new Set([undefined, '', 'a', 'ab']));
});

test('appends synced survive; a sync in flight promises nothing', async () => {
  const synced = await survivors(async (storage) => {
    await storage.append('r', octetsOf('ab'));
    await storage.append('r', octetsOf('cd'));
    await storage.sync('r');
  });
  expect([...synced]).toEqual(['abcd']);
  const inFlight = await survivors(
    (storage) => storage.append('r', octetsOf('ab')),
    (storage) => void storage.sync('r'),
  );
  expect(inFlight.size).toBeGreaterThan(1);
});

test('promises in flight at the cut never settle', async () => {
  const storage = new MemoryStorage(new Random(1));
  const seen: string[] = [];
  const late = () => seen.push('settled');
  await storage.append('log', octetsOf('x'));
  for (const promise of [storage.replace('r', octetsOf('x')), storage.remove('q'), storage.sync('log')]) {
    promise.then(late, late);
  }
  storage.cutPower();
  await new Promise((resolve) => setImmediate(resolve));
  expect(seen).toEqual([]);
  await storage.replace('r', octetsOf('after'));
  expect(await textOf(storage, 'r')).toBe('after');
});

test('the same seed leaves the same, and a second cut changes nothing more', async () => {
  const steps = fc.array(
    fc.record({
      operation: fc.constantFrom('replace', 'append', 'sync', 'remove'),
      record: fc.constantFrom('r', 'q', 'folder/r'),
      octets: fc.uint8Array({ maxLength: 6 }),
      awaited: fc.boolean(),
    }),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(fc.integer(), steps, async (seed, plan) => {
      const images = [];
      for (let run = 0; run < 2; run += 1) {
        const storage = new MemoryStorage(new Random(seed));
        for (const { operation, record, octets, awaited } of plan) {
          const under = storage[operation](record, octets);
          if (awaited) await under;
        }
        storage.cutPower();
        const image = await imageOf(storage);
        expect(storage.usedOctets).toBe(image.reduce((sum, [, content]) => sum + content.length, 0));
        storage.cutPower();
        expect(await imageOf(storage)).toEqual(image);
        images.push(image);
      }
      expect(images[0]).toEqual(images[1]);
    }),
    { numRuns: 200 },
  );
});

async function imageOf(storage: MemoryStorage): Promise<[string, Uint8Array][]> {
  const image: [string, Uint8Array][] = [];
  for (const name of await storage.list('')) image.push([name, (await storage.read(name)) ?? new Uint8Array()]);
  return image;
}

test('a full store refuses by ENOSPC and keeps the old record', async () => {
  const storage = new MemoryStorage(new Random(1), { capacityOctets: 10 });
  await storage.replace('r', octetsOf('1234'));
  await expect(storage.replace('r', octetsOf('1234567'))).rejects.toMatchObject({ code: 'ENOSPC' });
  await expect(storage.append('r', octetsOf('1234567'))).rejects.toMatchObject({ code: 'ENOSPC' });
  await expect(storage.replace('q', octetsOf('1234567'))).rejects.toThrow(
    "record 'q' needs 7 octets and the store has 6 free",
  );
  expect(await textOf(storage, 'r')).toBe('1234');
  expect(await storage.list('')).toEqual(['r']);
  await storage.append('r', octetsOf('123456'));
  expect(storage.usedOctets).toBe(10);
  await storage.remove('r');
  expect(storage.usedOctets).toBe(0);
});
