import { describe, expect, test } from 'vitest';
import { RESOLUTIONS } from '../../../device-model/page/resolution.ts';
import { MODEL_NAMES, MODELS, modelNamed } from '../../../firmware/models/models.ts';

const SOURCES = ['manual p. 472', 'own design', 'sibling DP-8020E service manual', 'T.4'];

/** Every number of a value with the source that stands above it, by its path. */
function numbersOf(value: unknown, path: string, source: string | undefined): [string, string | undefined][] {
  if (typeof value === 'number') return [[path, source]];
  if (typeof value !== 'object' || value === null) return [];
  const below = 'source' in value && typeof value.source === 'string' ? value.source : source;
  return Object.entries(value).flatMap(([key, part]) => numbersOf(part, `${path}.${key}`, below));
}

describe('the models', () => {
  test('are three, found by their names', () => {
    expect(MODEL_NAMES).toEqual(['dp-3510', 'dp-4530', 'dp-6030']);
    for (const model of MODELS) expect(modelNamed(model.name)).toBe(model);
    expect(modelNamed('dp-9999')).toBeUndefined();
  });

  test.each(MODELS)('$name has a source beside each number', (model) => {
    const numbers = numbersOf(model, model.name, undefined);
    expect(numbers.length).toBeGreaterThan(8);
    for (const [path, source] of numbers) expect(SOURCES, path).toContain(source);
  });

  test.each(MODELS)('$name is plain data', (model) => {
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });

  test.each(MODELS)('$name claims of page 472 only what its sample says', ({ recipient, ...machine }) => {
    expect(recipient.papers).toEqual({ value: ['letter', 'A4', 'B4'], source: 'manual p. 472' });
    expect(recipient.codings).toEqual({ value: ['MH', 'MR', 'MMR', 'JBIG'], source: 'manual p. 472' });
    const resolutions = ['200x100', '200x200', '204x98', '204x196', '400x400'];
    expect(recipient.resolutions).toEqual({ value: resolutions, source: 'manual p. 472' });
    expect(recipient.scanLineMm).toEqual({ value: 215, source: 'manual p. 472' });
    // The page has not a word about scanning, printing, memory or trays.
    for (const part of Object.values(machine)) if (typeof part !== 'string') expect(part.source).toBe('own design');
  });

  test.each(MODELS)('$name scans at every resolution in a time that the finer ones do not undercut', (model) => {
    const { value } = model.scanMsPerRow;
    expect(Object.keys(value).sort()).toEqual(Object.keys(RESOLUTIONS).sort());
    for (const ms of Object.values(value)) expect(ms).toBeGreaterThan(0);
    expect(value['400x400'] * 4677).toBeGreaterThanOrEqual(value['200x200'] * 2339);
  });
});
