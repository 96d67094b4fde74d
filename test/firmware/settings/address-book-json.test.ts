import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NonvolatileMemory } from '../../../device-model/memory/nonvolatile-memory.ts';
import { parseFilter } from '../../../firmware/capability/parse-filter.ts';
import { AddressBook } from '../../../firmware/settings/address-book.ts';
import { addressBookJson, readAddressBookJson } from '../../../firmware/settings/address-book-json.ts';
import { LearnedCapabilities } from '../../../firmware/settings/learned-capabilities.ts';
import { KeptTrace } from '../../support/kept-trace.ts';
import { PlainStorage } from '../../support/plain-storage.ts';

async function books() {
  const memory = new NonvolatileMemory(new PlainStorage());
  const trace = new KeptTrace();
  const book = new AddressBook(memory, trace);
  const learned = new LearnedCapabilities(memory, trace);
  await book.load();
  await learned.load();
  return { book, learned, trace };
}

const JUNE = { number: '002', name: 'June', address: 'june@panasonic.example', direct: true } as const;
const RAMP = { number: '001', name: 'Ramp', address: 'FAX=+12025550123@ramp.example', direct: false } as const;

describe('the address book as JSON', () => {
  test('comes back on another machine, learned capability included', async () => {
    const { book, learned } = await books();
    await book.putAll([JUNE, RAMP]);
    const filter = parseFilter('(&(image-coding=[MH,MMR])(dpi=200))', { reader: 'strict' });
    if (!filter.ok) throw new Error(filter.error.sentence);
    await learned.learn({
      address: 'june@PANASONIC.example',
      filter: filter.filter,
      from: 'MDN',
      at: new Date(86_400_000),
    });
    const text = addressBookJson(book, learned);
    expect(JSON.parse(text)).toEqual({
      stations: [
        RAMP,
        {
          ...JUNE,
          learned: { capability: '(&(image-coding=[MH,MMR])(dpi=200))', from: 'MDN', at: '1970-01-02T00:00:00.000Z' },
        },
      ],
    });
    const read = readAddressBookJson(text);
    if (!read.ok) throw new Error(read.sentence);
    const other = await books();
    await other.book.putAll(read.value.stations);
    for (const one of read.value.learned) await other.learned.learn(one);
    expect(addressBookJson(other.book, other.learned)).toBe(text);
  });

  test.each<[string, unknown, string]>([
    ['no JSON', '{"stations":', 'The address book is no JSON: '],
    ['another file', { pages: [] }, 'stations: Invalid input'],
    ['an unknown field', { stations: [{ ...JUNE, phone: '1' }] }, 'Unrecognized key: "phone"'],
    [
      'an impossible number',
      { stations: [{ ...JUNE, number: '2' }] },
      'The station number "2" is not one of 001 to 999',
    ],
    ['a number twice', { stations: [JUNE, { ...RAMP, number: '002' }] }, 'the station number 002 stands twice'],
    ['no address', { stations: [{ ...JUNE, address: 'june' }] }, 'Station 002: The address "june" has no @'],
    [
      'an unreadable capability',
      { stations: [{ ...JUNE, learned: { capability: '(dpi=', from: 'MDN', at: '2006-01-31T00:00:00Z' } }] },
      'the learned capability of station 002 cannot be read',
    ],
  ])('%s is refused', (_, file, sentence) => {
    const read = readAddressBookJson(typeof file === 'string' ? file : JSON.stringify(file));
    expect(read.ok ? '' : read.sentence).toContain(sentence);
  });

  test('all mistakes are told at once, twenty at most', () => {
    const stations = Array.from({ length: 30 }, (_, index) => ({ ...JUNE, number: String(900 + index), address: 'x' }));
    const read = readAddressBookJson(JSON.stringify({ stations }));
    const sentence = read.ok ? '' : read.sentence;
    expect(sentence.match(/has no @/g)).toHaveLength(20);
    expect(sentence).toMatch(/; and 10 more\.$/);
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.anything().map((value) => JSON.stringify({ stations: value })),
        ),
        (text) => {
          const read = readAddressBookJson(text ?? '');
          expect(read.ok || read.sentence.endsWith('.')).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

test('one bad station of many: none is stored; a change tells the old one', async () => {
  const { book, trace } = await books();
  await book.put(JUNE);
  expect(await book.putAll([RAMP, { ...JUNE, name: '' }])).toMatchObject({ ok: false });
  expect(book.stations).toEqual([JUNE]);
  await book.put({ ...JUNE, name: 'June 2' });
  await book.remove('002');
  expect(trace.lines.map(({ event, data }) => ({ event, ...data }))).toEqual([
    { event: 'station.stored', ...JUNE },
    { event: 'station.stored', ...JUNE, name: 'June 2', before: JUNE },
    { event: 'station.removed', ...JUNE, name: 'June 2' },
  ]);
});
