import { z } from 'zod';
import type { Checked } from '../../device-model/index.ts';
import { parseFilter } from '../capability/parse-filter.ts';
import { printFilter } from '../capability/print-filter.ts';
import { ADDRESS_BOOK_LIMITS, type AddressBook, checkStation, type Station } from './address-book.ts';
import { LEARNED_TEXT_LIMIT, type LearnedCapabilities, type LearnedCapability } from './learned-capabilities.ts';

/** Characters of an imported text: a full book with its learned capabilities has some 9 MB. *Own design.* */
export const ADDRESS_BOOK_TEXT_LIMIT = 16 * 1024 * 1024;

/** Mistakes told of one import; a file of another kind has one in every line. *Own design.* */
const FAULT_LIMIT = 20;

const FILE = z.strictObject({
  stations: z
    .array(
      z.strictObject({
        number: z.string(),
        name: z.string(),
        address: z.string(),
        direct: z.boolean(),
        learned: z
          .strictObject({
            capability: z.string().max(LEARNED_TEXT_LIMIT),
            from: z.enum(['CONNEG', 'MDN']),
            at: z.iso.datetime(),
          })
          .exactOptional(),
      }),
    )
    .max(ADDRESS_BOOK_LIMITS.stations),
});

/** What a text of `addressBookJson` holds. */
export interface ImportedStations {
  readonly stations: readonly Station[];
  readonly learned: readonly LearnedCapability[];
}

/**
 * The book as JSON text (*own design*): `{"stations":[{number, name, address, direct, learned?: {capability, from, at}}]}`,
 * `at` in ISO 8601, in the order of the numbers.
 */
export function addressBookJson(book: AddressBook, learned: LearnedCapabilities): string {
  const stations = book.stations.map((station) => {
    const known = learned.all.find(({ address }) => book.stationAt(address)?.number === station.number);
    if (known === undefined) return station;
    const { filter, from, at } = known;
    return { ...station, learned: { capability: printFilter(filter), from, at: at.toISOString() } };
  });
  return `${JSON.stringify({ stations }, undefined, 2)}\n`;
}

/** Reads it back, all or nothing; the sentence names every mistake, twenty at most. */
export function readAddressBookJson(text: string): Checked<ImportedStations> {
  if (text.length > ADDRESS_BOOK_TEXT_LIMIT) {
    const expected = `expected at most ${ADDRESS_BOOK_TEXT_LIMIT}`;
    return { ok: false, sentence: `The address book has ${text.length} characters; ${expected}.` };
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error);
    return { ok: false, sentence: `The address book is no JSON: ${told}.` };
  }
  const read = FILE.safeParse(json);
  if (!read.success) {
    return refused(read.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`));
  }
  const faults: string[] = [];
  const stations: Station[] = [];
  const learned: LearnedCapability[] = [];
  const numbers = new Set<string>();
  for (const { learned: told, ...station } of read.data.stations) {
    const checked = checkStation(station);
    if (checked.ok) stations.push(checked.value);
    else faults.push(checked.sentence.replace(/\.$/, ''));
    if (numbers.has(station.number)) faults.push(`the station number ${station.number} stands twice`);
    numbers.add(station.number);
    if (told === undefined) continue;
    const parsed = parseFilter(told.capability, { reader: 'strict' });
    if (parsed.ok) {
      learned.push({ address: station.address, filter: parsed.filter, from: told.from, at: new Date(told.at) });
    } else {
      faults.push(`the learned capability of station ${station.number} cannot be read: ${parsed.error.sentence}`);
    }
  }
  return faults.length > 0 ? refused(faults) : { ok: true, value: { stations, learned } };
}

function refused(faults: readonly string[]): { readonly ok: false; readonly sentence: string } {
  const more = faults.length > FAULT_LIMIT ? `; and ${faults.length - FAULT_LIMIT} more` : '';
  return {
    ok: false,
    sentence: `The address book cannot be taken: ${faults.slice(0, FAULT_LIMIT).join('; ')}${more}.`,
  };
}
