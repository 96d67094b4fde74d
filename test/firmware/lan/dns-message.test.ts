import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { domainName, encodeQuery, readAnswer, reverseName } from '../../../firmware/lan/dns-message.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

/** www.a.test, A, IN: written by hand from RFC 1035, 4.1. */
const QUESTION = '03777777 0161 0474657374 00 0001 0001';
const asked = { name: 'www.a.test', type: 'A' } as const;

describe('DNS messages', () => {
  test('a query has the octets of RFC 1035', () => {
    expect(Buffer.from(encodeQuery(0xbeef, asked)).toString('hex')).toBe(
      hex(`beef 0100 0001 0000 0000 0000 ${QUESTION}`).toString('hex'),
    );
  });

  test('reads an answer with compressed names, an alias and a foreign class', () => {
    const answer = hex(`
      beef 8580 0001 0003 0000 0000 ${QUESTION}
      c00c 0005 0001 00000e10 0006 036d6670 c010
      c00c 0001 0003 00000e10 0004 7f000001
      036d6670 c010 0001 0001 00000e10 0004 c0a80a15`);
    expect(readAnswer(answer, 0xbeef, asked)).toEqual({
      kind: 'answer',
      responseCode: 0,
      records: [
        { type: 'CNAME', name: 'www.a.test', target: 'mfp.a.test' },
        { type: 'A', name: 'mfp.a.test', address: '192.168.10.21' },
      ],
    });
  });

  test('reads a null MX (RFC 7505)', () => {
    const answer = hex(
      `0001 8580 0001 0001 0000 0000 0161 0474657374 00 000f 0001 c00c 000f 0001 00000e10 0003 0000 00`,
    );
    expect(readAnswer(answer, 1, { name: 'a.test', type: 'MX' })).toEqual({
      kind: 'answer',
      responseCode: 0,
      records: [{ type: 'MX', name: 'a.test', preference: 0, exchange: '.' }],
    });
  });

  test.each([
    ['another id', `beee 8580 0001 0000 0000 0000 ${QUESTION}`, 'foreign'],
    ['a query', `beef 0100 0001 0000 0000 0000 ${QUESTION}`, 'foreign'],
    ['another name', 'beef 8580 0001 0000 0000 0000 03777778 0161 0474657374 00 0001 0001', 'foreign'],
    ['another type', 'beef 8580 0001 0000 0000 0000 03777777 0161 0474657374 00 000f 0001', 'foreign'],
    ['no question', 'beef 8580 0000 0000 0000 0000', 'foreign'],
    ['nothing', '', 'foreign'],
    ['too short', 'beef 8580', 'foreign'],
    ['the truncation bit', `beef 8780 0001 0001 0000 0000 ${QUESTION} c00c`, 'truncated'],
    ['a record that is not there', `beef 8580 0001 0001 0000 0000 ${QUESTION} c00c`, 'malformed'],
    [
      'an address that is cut off',
      `beef 8580 0001 0001 0000 0000 ${QUESTION} c00c 0001 0001 00000e10 0004 c0a8`,
      'malformed',
    ],
    ['a name that points at itself', 'beef 8580 0001 0000 0000 0000 c00c 0001 0001', 'malformed'],
  ])('%s', (_name, octets, kind) => {
    expect(readAnswer(hex(octets), 0xbeef, asked).kind).toBe(kind);
  });

  test('the question may come back in other letters', () => {
    const answer = hex('beef 8583 0001 0000 0000 0000 03575757 0141 0454455374 00 0001 0001');
    expect(readAnswer(answer, 0xbeef, asked)).toEqual({ kind: 'answer', responseCode: 3, records: [] });
  });

  test('whatever the octets, nothing is thrown', () => {
    const head = hex(`beef 8580 0001 0002 0001 0001 ${QUESTION}`);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (octets, isHeaded) => {
        const message = isHeaded ? Buffer.concat([head, octets]) : octets;
        expect(['foreign', 'malformed', 'truncated', 'answer']).toContain(readAnswer(message, 0xbeef, asked).kind);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['MFP.Office.Test.', 'mfp.office.test'],
    ['_dmarc.a.test', '_dmarc.a.test'],
    [`${'a'.repeat(63)}.test`, `${'a'.repeat(63)}.test`],
    [`${'a'.repeat(64)}.test`, undefined],
    [`${'a.'.repeat(126)}ab`, undefined],
    ['a..b', undefined],
    ['', undefined],
    ['.', undefined],
    ['-a.test', undefined],
    ['a b.test', undefined],
    ['a\r\n.test', undefined],
    ['ä.test', undefined],
  ])('domain name %j', (text, name) => {
    expect(domainName(text)).toBe(name);
  });

  test('an address is kept under its octets in reverse (RFC 1035, 3.5)', () => {
    expect(reverseName('10.2.0.52')).toBe('52.0.2.10.in-addr.arpa');
    expect(reverseName('10.2.0')).toBeUndefined();
  });
});
