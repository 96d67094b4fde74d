import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ImageMemory, type Reservation } from '../../../device-model/memory/image-memory.ts';

describe('the image memory', () => {
  it('keeps pages by file number in order and gives them back as they are', () => {
    const memory = new ImageMemory(100);
    memory.beginFile(7);
    memory.beginFile(999);
    expect(memory.store(7, Uint8Array.of(1, 2))).toBe(0);
    expect(memory.store(999, Uint8Array.of(9))).toBe(0);
    expect(memory.store(7, Uint8Array.of(3))).toBe(1);
    expect(memory.page(7, 1)).toEqual(Uint8Array.of(3));
    expect(memory.pages(7).map((page) => page.length)).toEqual([2, 1]);
    expect(memory.fileNumbers).toEqual([7, 999]);
    memory.release(7);
    expect(memory.has(7)).toBe(false);
    expect(memory.usedOctets).toBe(1);
    memory.release(7);
    expect(memory.usedOctets).toBe(1);
  });

  it('is full to the octet, and keeps what it has', () => {
    const memory = new ImageMemory(10);
    memory.beginFile(1);
    expect(memory.store(1, new Uint8Array(6))).toBe(0);
    expect(memory.store(1, new Uint8Array(5))).toBeUndefined();
    expect(memory.store(1, new Uint8Array(4))).toBe(1);
    expect([memory.freeOctets, memory.percentFree]).toEqual([0, 0]);
    expect(memory.reserve(1)).toBeUndefined();
  });

  it('keeps no larger buffer behind a page', () => {
    const memory = new ImageMemory(100);
    memory.beginFile(1);
    memory.store(1, Buffer.alloc(1000).subarray(10, 20));
    expect(memory.page(1, 0).buffer.byteLength).toBe(10);
  });

  it('tells the per cent free after every change', () => {
    const memory = new ImageMemory(200);
    const told: number[] = [];
    const end = memory.onChange((percent) => told.push(percent));
    memory.beginFile(1);
    memory.store(1, new Uint8Array(1));
    const spool = memory.reserve(100);
    expect(spool?.grow(100)).toBe(false);
    expect(spool?.grow(50)).toBe(true);
    spool?.commit(40);
    spool?.release();
    spool?.release();
    memory.release(1);
    end();
    memory.reserve(5);
    expect(told).toEqual([99, 49, 24, 79, 99, 100]);
  });

  it('refuses what makes no sense', () => {
    const memory = new ImageMemory(10);
    memory.beginFile(1);
    expect(() => memory.beginFile(1)).toThrow('File 1 is in memory already.');
    expect(() => memory.beginFile(1000)).toThrow('from 1 to 999');
    expect(() => memory.beginFile(0.5)).toThrow(RangeError);
    expect(() => memory.store(2, Uint8Array.of(1))).toThrow('File 2 is not in memory.');
    expect(() => memory.store(1, new Uint8Array(0))).toThrow('no octets');
    expect(() => memory.page(1, 0)).toThrow('File 1 has no page 1.');
    expect(() => memory.reserve(-1)).toThrow(RangeError);
    expect(() => new ImageMemory(0)).toThrow(RangeError);
    const spool = memory.reserve(3);
    expect(() => spool?.commit(4)).toThrow('4 octets arrived where 3 were reserved');
    spool?.commit(3);
    expect(() => spool?.grow(1)).toThrow('committed');
  });

  it('accounts to the octet whatever is done to it', () => {
    const fileNumber = fc.integer({ min: 1, max: 4 });
    const octets = fc.nat(40);
    const step = fc.oneof(
      fc.record({ do: fc.constant('store' as const), fileNumber, octets: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ do: fc.constant('release' as const), fileNumber }),
      fc.record({ do: fc.constant('reserve' as const), octets }),
      fc.record({ do: fc.constant('grow' as const), octets, which: fc.nat(5) }),
      fc.record({ do: fc.constant('commit' as const), octets, which: fc.nat(5) }),
      fc.record({ do: fc.constant('drop' as const), which: fc.nat(5) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const memory = new ImageMemory(200);
        const model = new Map<number, number>();
        const tickets: { ticket: Reservation; held: number; open: boolean }[] = [];
        const sum = (): number =>
          [...model.values()].reduce((a, b) => a + b, 0) + tickets.reduce((a, t) => a + t.held, 0);
        for (const s of steps) {
          const free = 200 - sum();
          if (s.do === 'store') {
            if (!memory.has(s.fileNumber)) memory.beginFile(s.fileNumber);
            const index = memory.store(s.fileNumber, new Uint8Array(s.octets));
            expect(index !== undefined).toBe(s.octets <= free);
            if (index !== undefined) model.set(s.fileNumber, (model.get(s.fileNumber) ?? 0) + s.octets);
          } else if (s.do === 'release') {
            memory.release(s.fileNumber);
            model.delete(s.fileNumber);
          } else if (s.do === 'reserve') {
            const ticket = memory.reserve(s.octets);
            expect(ticket !== undefined).toBe(s.octets <= free);
            if (ticket !== undefined) tickets.push({ ticket, held: s.octets, open: true });
          } else {
            const t = tickets[s.which];
            if (t === undefined) continue;
            if (s.do === 'grow' && t.open) {
              const grown = t.ticket.grow(s.octets);
              expect(grown).toBe(s.octets <= free);
              if (grown) t.held += s.octets;
            } else if (s.do === 'commit' && t.open && s.octets <= t.held) {
              t.ticket.commit(s.octets);
              Object.assign(t, { held: s.octets, open: false });
            } else if (s.do === 'drop') {
              t.ticket.release();
              Object.assign(t, { held: 0, open: false });
            }
            expect(t.ticket.octets).toBe(t.held);
          }
          expect(memory.usedOctets).toBe(sum());
          expect(memory.usedOctets + memory.freeOctets).toBe(200);
        }
      }),
    );
  });
});
