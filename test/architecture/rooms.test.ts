import { describe, expect, test } from 'vitest';
import { sourceFiles } from './source-files.ts';

const FILES = sourceFiles('device-model', 'firmware', 'rig', 'panel-ui/src');
const TESTS = sourceFiles('test');

/** Tables of codes may be long; nothing else. */
const CODE_TABLES = [
  'firmware/journal/info-codes.ts',
  'firmware/coding/t4-code-tables.ts',
  'firmware/imaging/glyphs/cells-32x48.ts',
];
const DOORS = ['device-model/index.ts', 'firmware/index.ts', 'rig/index.ts'];

/** The clock itself, and the browser's link to the rig, which waits by the browser's own. */
const KEEPS_TIME = ['device-model/clock/', 'panel-ui/src/link/'];

/** Prose about time is no time: comments and strings are left out. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:'"`])\/\/.*$/gm, '$1')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
}

describe('rooms', () => {
  test('stay small', () => {
    const long = FILES.filter(({ path, text }) => text.split('\n').length > 301 && !CODE_TABLES.includes(path));
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  test('are named for what is in them', () => {
    const vague = FILES.filter(({ path }) => /(^|\/)(utils?|helpers?|types|misc|common)(\.tsx?|\/)/.test(path));
    expect(vague.map(({ path }) => path)).toEqual([]);
  });

  test('re-export nothing, but for the doors', () => {
    const barrels = FILES.filter(
      ({ path, text }) => !DOORS.includes(path) && /^export (type )?(\*|\{[^}]*\}) from/m.test(text),
    );
    // One library is entered by one file, so that its settings hold everywhere.
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });

  test('know time and chance only as constructor arguments', () => {
    const ambient =
      /\b(Date\.now|new Date\(\)|performance\.now|setTimeout\(|setInterval\(|Math\.random|setImmediate\()/;
    const method = /[.#]setTimeout\(|^\s*(override )?setTimeout\(/;
    const found = FILES.filter(({ path }) => !KEEPS_TIME.some((room) => path.startsWith(room))).flatMap(
      ({ path, text }) =>
        codeOf(text)
          .split('\n')
          .filter((line) => ambient.test(line) && !method.test(line))
          .map((line) => `${path}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });

  test('never ask which model a machine is', () => {
    const asking = FILES.filter(({ path }) => !path.startsWith('firmware/models/')).flatMap(({ path, text }) =>
      text
        .split('\n')
        .filter((line) => /\bmodel(\.name)?\b *[!=]==? *['"`]|[!=]==? *['"`]dp-|case ['"`]dp-/i.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(asking).toEqual([]);
  });

  test('have no weak spots', () => {
    const weak = FILES.flatMap(({ path, text }) =>
      codeOf(text)
        .split('\n')
        .filter((line) => /\bas any\b|: any\b|@ts-ignore|@ts-expect-error|\benum \w+ \{/.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(weak).toEqual([]);
  });
});

describe('tests', () => {
  test('are all found by the runner', () => {
    const stray = TESTS.filter(({ path }) => !path.endsWith('.test.ts') && !path.includes('.contract.'))
      .filter(({ path }) => !path.startsWith('test/architecture/'))
      .filter(({ text }) => /^(test|it|describe)(\.\w+)?\(/m.test(text));
    expect(stray.map(({ path }) => path)).toEqual([]);
  });

  test('are all run', () => {
    const idle = TESTS.filter(
      ({ path, text }) =>
        !path.startsWith('test/architecture/') && /\b(it|test|describe)\.(skip|only|todo|fails)\b/.test(text),
    );
    expect(idle.map(({ path }) => path)).toEqual([]);
  });
});
