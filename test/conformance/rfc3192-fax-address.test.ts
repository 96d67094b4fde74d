import { describe, expect, test } from 'vitest';
import { ownMailbox } from '../../firmware/rcv/own-mailboxes.ts';
import { readFaxAddress } from '../../firmware/smtp/wire/fax-address.ts';

const local = (address: string) => address.slice(0, address.lastIndexOf('@'));

describe('RFC 3192 2.2 and 4.2, RFC 3191 4.2: the examples', () => {
  test.each([
    ['FAX=+3940226338@faxworld.org', { number: '3940226338', qualifiers: [] }],
    ['FAX=+12027653000/T33S=1387@faxworld.org', { number: '12027653000', subaddress: '1387', qualifiers: [] }],
    // 2.1, 4: separators are ignored, the slashes around are taken.
    ['/FAX=+33-1-88335215/@faxworld.org', { number: '33188335215', qualifiers: [] }],
    ['FAX=+1.202.7653000/T33S=6377@faxserv.org', { number: '12027653000', subaddress: '6377', qualifiers: [] }],
    // 4: quotes around the whole local part; RFC 3191 2: foreign qualifiers are kept.
    ['"fax=+12027653000/ATTN=June Doe"@x.example', { number: '12027653000', qualifiers: ['ATTN=June Doe'] }],
  ])('%s', (address, meant) => {
    expect(readFaxAddress(local(address))).toEqual(meant);
  });

  test.each([
    // Another service; other dialling schemes have no plus sign (2.1) and mean nothing here.
    'VOICE=+3940226338@worldvoice.com',
    '/SMS=+33-1-88335215/@telecom.com',
    'FAX=2027653000@x.example',
    'FAX=+@x.example',
    'FAX=+1234567890123456@x.example',
    'FAX=+12027653000/T33S=12a@x.example',
    // 4.1: several subaddresses are several addresses.
    'FAX=+12027653000/T33S=1/T33S=2@x.example',
    'FAX=+12027653000/junk@x.example',
    'june@x.example',
  ])('%s is none', (address) => {
    expect(readFaxAddress(local(address))).toBeUndefined();
  });
});

describe('the machine answers to its own number only', () => {
  const names = {
    hostName: 'ifax2',
    domainName: 'panasonic.example',
    ipAddress: '10.20.30.5',
    machineAddress: 'june@ifax2.panasonic.example',
    faxNumber: '+1-202-765-3000',
  };
  const verdict = (localPart: string, domain = 'ifax2.panasonic.example', faxNumber = names.faxNumber) =>
    ownMailbox({ ...names, faxNumber }, [], localPart, domain);

  test.each([
    ['FAX=+12027653000', 'known'],
    ['fax=+1.202.7653000/T33S=1387', 'known'],
    ['/FAX=+12027653000/', 'known'],
    ['"FAX=+12027653000"', 'known'],
    // A gateway would dial it; this machine has no telephone line to lend.
    ['FAX=+12027653001', 'unknown'],
    ['VOICE=+12027653000', 'unknown'],
    ['"june"', 'known'],
    ['JUNE', 'known'],
  ])('%s: %s', (localPart, expected) => {
    expect(verdict(localPart)).toBe(expected);
  });

  test('at a foreign domain or without a number of its own: not at all', () => {
    expect(verdict('FAX=+12027653000', 'faxworld.org')).toBe('foreign');
    expect(verdict('FAX=+12027653000', '[10.20.30.5]')).toBe('known');
    expect(verdict('FAX=+12027653000', 'ifax2.panasonic.example', '')).toBe('unknown');
  });
});
