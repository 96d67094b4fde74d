import { describe, expect, test } from 'vitest';
import { CONDITION_KEYS, Conditions } from '../../../firmware/conditions/conditions.ts';
import { INFO_CODES } from '../../../firmware/journal/info-codes.ts';
import { TraceNotes } from '../../device-model/scanner/hand-clock.ts';

describe('the conditions of a machine', () => {
  test('are the rows of the table that can stand', () => {
    const standing = Object.values(INFO_CODES).filter((row) => 'standing' in row);
    expect([...CONDITION_KEYS]).toEqual(standing.map(({ key }) => key));
  });

  test('stand once, however often they are raised, with the sentence of the first', () => {
    const trace = new TraceNotes();
    const conditions = new Conditions(trace);
    let told = 0;
    conditions.onChange(() => {
      told += 1;
    });
    conditions.raise('paper-out', 'There is no A4.');
    conditions.raise('paper-out');
    conditions.set('toner-low', false);
    expect(conditions.find('paper-out')?.sentence).toBe('There is no A4.');
    conditions.clear('paper-out');
    conditions.clear('paper-out');
    expect(conditions.standing).toEqual([]);
    expect(trace.events).toEqual(['condition.raised', 'condition.cleared']);
    expect(told).toBe(2);
  });

  test('come by their gravity, then in the order of the table', () => {
    const conditions = new Conditions(new TraceNotes());
    for (const key of [...CONDITION_KEYS].reverse()) conditions.raise(key);
    const lamps = conditions.standing.map(({ row }) => `${row.standing.lamp.name} ${row.standing.lamp.state}`);
    const grave = lamps.filter((lamp) => lamp === 'alarm on').length;
    expect(lamps.slice(0, grave)).toEqual(Array(grave).fill('alarm on'));
    expect(conditions.standing[0]?.row.key).toBe('misfeed');
    expect(conditions.firstOf(['toner-low', 'misfeed'])?.row.key).toBe('toner-low');
  });
});
