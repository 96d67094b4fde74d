import { describe, expect, test } from 'vitest';
import { ZoneData } from '../../../rig/lab/zone.ts';

const zones = () =>
  new ZoneData([
    {
      domain: 'office.test',
      records: [
        { type: 'A', name: 'mfp', address: '192.168.10.21' },
        { type: 'MX', name: 'mfp', preference: 10, exchange: 'mail' },
        { type: 'CNAME', name: 'fax', target: 'mfp' },
      ],
    },
    { domain: '10.168.192.in-addr.arpa', records: [{ type: 'PTR', name: '21', target: 'mfp.office.test' }] },
  ]);

const addresses = (data: ZoneData, name: string) =>
  data.answer(name, 'A').kind === 'answer' ? recordsOf(data, name, 'A') : data.answer(name, 'A').kind;

function recordsOf(data: ZoneData, name: string, type: string): readonly unknown[] {
  const answer = data.answer(name, type);
  if (answer.kind === 'not-ours') return [];
  return answer.records.map((record) => (record.type === 'A' ? record.address : record.type));
}

describe('a name that is registered', () => {
  test('leads to its new address alone, and the new address to it', () => {
    const data = zones();
    data.register('MFP.office.test.', '192.168.10.99');
    expect(addresses(data, 'mfp.office.test')).toEqual(['192.168.10.99']);
    expect(data.answer('99.10.168.192.in-addr.arpa', 'PTR')).toMatchObject({
      records: [{ target: 'mfp.office.test' }],
    });
    expect(data.answer('21.10.168.192.in-addr.arpa', 'PTR')).toEqual({ kind: 'no-such-name', records: [] });
  });

  test('keeps what is no address, and is reached by its aliases', () => {
    const data = zones();
    data.register('mfp.office.test', '192.168.10.99');
    expect(recordsOf(data, 'mfp.office.test', 'MX')).toEqual(['MX']);
    expect(addresses(data, 'fax.office.test')).toEqual(['CNAME', '192.168.10.99']);
  });

  test('that was not there is there; without an address it goes again', () => {
    const data = zones();
    data.register('new.office.test', '192.168.10.98');
    expect(addresses(data, 'new.office.test')).toEqual(['192.168.10.98']);
    data.register('new.office.test', undefined);
    expect(addresses(data, 'new.office.test')).toBe('no-such-name');
  });

  test('of another domain, or an alias, is left alone', () => {
    const data = zones();
    data.register('mfp.elsewhere.test', '192.168.10.98');
    data.register('fax.office.test', '192.168.10.98');
    expect(data.answer('mfp.elsewhere.test', 'A').kind).toBe('not-ours');
    expect(addresses(data, 'fax.office.test')).toEqual(['CNAME', '192.168.10.21']);
  });
});
