import { describe, expect, test } from 'vitest';
import { NonvolatileMemory } from '../../../device-model/memory/nonvolatile-memory.ts';
import { AddressBook, type Station } from '../../../firmware/settings/address-book.ts';
import { KeptTrace } from '../../support/kept-trace.ts';
import { PlainStorage } from '../../support/plain-storage.ts';

const JUNE: Station = { number: '002', name: 'June', address: 'june@panasonic.com', direct: true };
const RAMP: Station = { number: '001', name: 'Ramp', address: 'FAX=+12025550123@Ramp.Example', direct: false };

async function book(storage = new PlainStorage()) {
  const addressBook = new AddressBook(new NonvolatileMemory(storage), new KeptTrace());
  return { storage, addressBook, sentences: await addressBook.load() };
}

describe('the address book', () => {
  test('keeps stations by number over a power cycle', async () => {
    const { addressBook, storage } = await book();
    await Promise.all([addressBook.put(JUNE), addressBook.put(RAMP)]);
    const next = await book(storage);
    expect(next.sentences).toEqual([]);
    expect(next.addressBook.stations).toEqual([RAMP, JUNE]);
    expect(next.addressBook.station('002')).toEqual(JUNE);
  });

  test('a number has one station; removing says whether there was one', async () => {
    const { addressBook } = await book();
    await addressBook.put(JUNE);
    await addressBook.put({ ...RAMP, number: '002' });
    expect(addressBook.stations).toEqual([{ ...RAMP, number: '002' }]);
    expect(await addressBook.remove('002')).toBe(true);
    expect(await addressBook.remove('002')).toBe(false);
  });

  test('RFC 5321 2.4: domains are compared without case, local parts with', async () => {
    const { addressBook } = await book();
    await addressBook.put(RAMP);
    expect(addressBook.stationAt('FAX=+12025550123@ramp.example')).toEqual(RAMP);
    expect(addressBook.stationAt('fax=+12025550123@ramp.example')).toBeUndefined();
  });

  test.each<[Partial<Station>, string]>([
    [{ number: '000' }, 'not one of 001 to 999'],
    [{ number: '1' }, 'not one of 001 to 999'],
    [{ number: '1000' }, 'not one of 001 to 999'],
    [{ name: '   ' }, '1 to 40 printable characters'],
    [{ name: 'x'.repeat(41) }, '1 to 40'],
    [{ name: 'a\u0007b' }, '1 to 40'],
    [{ address: 'june' }, 'Station 002: The address "june" has no @'],
  ])('refuses %j', async (wrong, sentence) => {
    const { addressBook } = await book();
    const answer = await addressBook.put({ ...JUNE, ...wrong });
    expect(answer.ok ? '' : answer.sentence).toContain(sentence);
    expect(addressBook.stations).toEqual([]);
  });

  test('a damaged record is an empty book and a sentence', async () => {
    const storage = new PlainStorage();
    storage.records.set('settings/address-book', Buffer.from('[]'));
    const { addressBook, sentences } = await book(storage);
    expect(addressBook.stations).toEqual([]);
    expect(sentences[0]).toContain('The address book is empty.');
  });
});
