import { describe, expect, it } from 'vitest';
import { PaperTrays } from '../../../device-model/printer/paper-trays.ts';
import { TraceNotes } from '../scanner/hand-clock.ts';

function trays() {
  return new PaperTrays({
    trays: [
      { name: '1', paper: 'A4', capacitySheets: 10 },
      { name: '2', paper: 'A4', capacitySheets: 20 },
      { name: '3', paper: 'B4', capacitySheets: 5 },
    ],
    trace: new TraceNotes(),
  });
}

describe('the paper trays', () => {
  it('never run out until somebody counts', () => {
    const paper = trays();
    for (let sheet = 0; sheet < 100; sheet += 1) expect(paper.draw('A4')).toBe(true);
    expect([paper.stock('A4'), paper.stock('letter'), paper.papers]).toEqual(['refilled', undefined, ['A4', 'B4']]);
    expect(paper.draw('letter')).toBe(false);
  });

  it('give as many sheets as were put in, and tell when a tray becomes empty or is filled', () => {
    const paper = trays();
    let told = 0;
    const end = paper.onChange(() => (told += 1));
    paper.put('A4', 2);
    expect([paper.draw('A4'), paper.draw('A4'), paper.draw('A4')]).toEqual([true, true, false]);
    expect(told).toBe(2);
    paper.put('A4');
    paper.take('B4');
    expect([paper.holds('A4'), paper.holds('B4')]).toEqual([true, false]);
    end();
    paper.put('B4', 5);
    expect(told).toBe(4);
  });

  it('refuse what they cannot hold', () => {
    expect(() => trays().put('A4', 31)).toThrow('The A4 trays hold 0 to 30 sheets, not 31.');
    expect(() => trays().put('A4', 1.5)).toThrow(RangeError);
    expect(() => trays().take('letter')).toThrow('There is no tray for letter, only for A4, B4.');
  });
});
