import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CapabilityTooLarge } from '../../../firmware/capability/step-budget.ts';
import type { ConnegReport } from '../../../rig/cli/conneg.ts';
import { connegMatch } from '../../../rig/cli/conneg-match.ts';
import { connegParse } from '../../../rig/cli/conneg-parse.ts';
import { REPAIRS_TOLD } from '../../../rig/cli/conneg-source.ts';
import { connegWhy, whyPage } from '../../../rig/cli/conneg-why.ts';
import { readPastedCapability } from '../../../rig/cli/pasted-capability.ts';
import { readFilter } from '../../firmware/capability/read-filter.ts';
import { MANUAL_SAMPLE, RFC_4141_SAMPLE } from '../../support/manual-sample.ts';

/** Vectors of an independent implementation of RFC 2533 (with RFC 2738), checked against the RFCs' own results. */
interface Vectors {
  readonly parse_ok: readonly string[];
  readonly parse_reject_strict: readonly string[];
  readonly match: readonly {
    readonly name: string;
    readonly inputs: readonly string[];
    readonly satisfiable: boolean;
    readonly dnf: readonly string[];
  }[];
}
const vectors: Vectors = JSON.parse(readFileSync(new URL('../../vectors/vectors.json', import.meta.url), 'utf8'));

function capability(text: string, reader: 'strict' | 'tolerant' = 'tolerant') {
  const read = readPastedCapability(text, reader);
  if (read.kind !== 'capability') throw new Error(read.sentence);
  return { ...read, name: 'the text' };
}

function sentence(text: string, reader: 'strict' | 'tolerant' = 'tolerant'): string {
  const read = readPastedCapability(text, reader);
  if (read.kind === 'capability') throw new Error('it was read');
  return read.sentence;
}

/** The alternatives a report prints, one a line. */
function alternatives({ story }: ConnegReport): readonly string[] {
  return story.map((line) => line.trim()).filter((line) => line.startsWith('(& '));
}

const WHY = whyPage({ model: 'dp-4530', resolution: 'fine', paper: 'A4' });

describe('the vectors', () => {
  it.each(vectors.parse_ok)('%s is read by both readers', (text) => {
    expect(capability(text, 'strict').filter).toEqual(readFilter(text));
    expect(capability(text)).toMatchObject({ dialect: 'expression', filter: readFilter(text), repairs: [] });
  });

  it.each(vectors.parse_reject_strict)('%j is refused strictly with its place', (text) => {
    expect(sentence(text, 'strict')).toMatch(/^line 1, column \d+: expected .+, found .+/);
  });

  it.each(vectors.match.map((vector) => [vector.name, vector] as const))('%s', (_, { inputs, dnf, satisfiable }) => {
    const [a = '', b] = inputs;
    const report =
      b === undefined
        ? connegParse(capability(a, 'strict'))
        : connegMatch(
            capability(inputs.length === 2 ? a : `(&${inputs.slice(0, -1).join('')})`, 'strict'),
            capability(inputs.at(-1) ?? '', 'strict'),
          );
    expect(alternatives(report)).toEqual([...dnf].sort());
    if (b !== undefined) expect(report.code).toBe(satisfiable ? 0 : 1);
  });
});

describe('a pasted reply', () => {
  const spellings: readonly (readonly [string, (lines: readonly string[]) => string])[] = [
    ['as it is', (lines) => lines.join('\n')],
    ['with CRLF', (lines) => `${lines.join('\r\n')}\r\n`],
    ['with CR', (lines) => lines.join('\r')],
    ['without reply codes', (lines) => lines.map((line) => line.slice(4)).join('\n')],
    [
      'with enhanced status codes',
      (lines) => lines.map((line) => `${line.slice(0, 4)}2.1.5 ${line.slice(4)}`).join('\n'),
    ],
    ['out of a dialogue', (lines) => lines.map((line) => `S: ${line}`).join('\n')],
    ['between blank lines', (lines) => `\n\n${lines.join('\n')}\n \n`],
    ['without its first line', (lines) => lines.slice(1).join('\n')],
  ];
  const samples = [
    ['manual', MANUAL_SAMPLE],
    ['rfc4141', RFC_4141_SAMPLE],
  ] as const;
  const cases = samples.flatMap(([dialect, sample]) =>
    spellings.map(([name, spell]) => [dialect, name, sample, spell] as const),
  );

  it.each(cases)('of dialect %s, %s, is read', (dialect, _, sample, spell) => {
    const meant = capability(sample.map((line) => line.slice(4)).join('\n')).filter;
    const read = capability(spell(sample));
    expect(read.filter).toEqual(meant);
    expect(read.dialect).toBe(dialect);
  });

  it.each(cases)('of dialect %s, %s, is refused at the very place', (_, __, sample, spell) => {
    const text = spell(sample.map((line) => line.replace('(color=Binary)', '(color=?)')));
    const lines = text.split(/\r\n|\n|\r/);
    const line = lines.findIndex((one) => one.includes('?'));
    const column = (lines[line] ?? '').indexOf('?');
    const place = `line ${line + 1}, column ${column + 1}: expected a number, a token, TRUE, FALSE or a string, found "?`;
    expect(sentence(text)).toContain(place);
    expect(sentence(text, 'strict')).toContain(place);
  });

  it('of the manual is repaired at the very places', () => {
    const text = MANUAL_SAMPLE.join('\r\n');
    expect(capability(text).repairs).toMatchObject([
      { kind: 'misspelt-tag', line: 12, column: '250-   (&('.length + 1 },
      { kind: 'surplus-parenthesis', line: 17, column: '250  '.length + 1 },
    ]);
    expect(sentence(text, 'strict')).toBe(
      'line 17, column 6: expected the end of the text, found "(ua-media=stationery) )"',
    );
  });

  it('of RFC 4141 is read strictly, with nothing to repair', () => {
    expect(capability(RFC_4141_SAMPLE.join('\r\n'), 'strict').repairs).toEqual([]);
  });

  it.each([
    ['250 ok', 'strict', 'line 1: reply 250 accepts the recipient and tells no capability'],
    ['\n504 5.3.3 no CONNEG here', 'tolerant', 'line 2: reply 504 is no acceptance: it tells no capability'],
    ['', 'tolerant', 'line 1, column 1: expected a capability reply or an expression, found nothing'],
    ['250-ok\n250-CONNEG (a=1)', 'strict', "line 2, column 1: expected '250 ' at the start of this line"],
    ['250-ok\nCONNEG (a=1)\n250 CONNEG (b=1)', 'strict', "line 2, column 1: expected '250-' at the start of this line"],
    [
      '250-CONNEG (&(a=1)\n250 (b=1))',
      'strict',
      'line 2, column 1: expected CONNEG at the start of every capability line',
    ],
    ['(a=1\u0007)', 'tolerant', 'line 1, column 5: expected \')\', found "\\u0007)"'],
    ['(a=\u202e1)', 'tolerant', 'line 1, column 4: expected a number, a token, TRUE, FALSE or a string, found "?1)"'],
  ] as const)('%j (%s) is answered in one sentence', (text, reader, expected) => {
    expect(sentence(text, reader)).toBe(expected);
  });

  it('wrapped inside a word is joined', () => {
    expect(capability('250-ok\n250-(&(color=Bin\n250 ary)(dpi=200))')).toMatchObject({
      filter: readFilter('(&(color=Binary)(dpi=200))'),
      repairs: [{ kind: 'element-cut-by-line-end', line: 3, column: 5 }],
    });
  });

  it.each([
    ['(&(a>0)(dpi-xyatio=1)', ['greater-than-zero', 'misspelt-tag', 'missing-parenthesis'], [5, 9, 22]],
    ['(& (color-space-CIELAB)))', ['tag-without-equals', 'surplus-parenthesis'], [5, 25]],
  ])('%s has its repairs named with their places', (text, kinds, columns) => {
    const { repairs } = capability(text);
    expect(repairs.map(({ kind }) => kind)).toEqual(kinds);
    expect(repairs.map(({ column }) => column)).toEqual(columns);
  });
});

describe('any text', () => {
  const signs = [
    '(',
    ')',
    '(&',
    '(|',
    '(!',
    '=',
    '<=',
    '>',
    '[',
    ']',
    ',',
    '..',
    '"',
    ';q=0.5',
    ' ',
    'a',
    'dpi',
    '1/0',
  ];
  const frames = ['250-', '250 ', '504 ', '2.1.5 ', 'CONNEG ', '\r\n', '\n', '\r', 'S: '];
  const unseen = ['\u0000', '\u0085', '\u2028', '\u202e', '\ud800'];
  const pieces = [...signs, ...frames, ...unseen, ...MANUAL_SAMPLE.map((line) => `${line}\n`)];
  const text = fc.oneof(
    fc.uint8Array({ maxLength: 400 }).map((octets) => new TextDecoder().decode(octets)),
    fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((chosen) => chosen.join('')),
    fc
      .tuple(fc.constantFrom(MANUAL_SAMPLE, RFC_4141_SAMPLE), fc.nat(700), fc.nat(40), fc.constantFrom('', ...pieces))
      .map(([sample, start, length, piece]) => {
        const whole = sample.join('\r\n');
        return whole.slice(0, start) + piece + whole.slice(start + length);
      }),
  );

  it.each(['strict', 'tolerant'] as const)('is a result or one sentence, %s', (reader) => {
    fc.assert(
      fc.property(text, (pasted) => {
        const read = readPastedCapability(pasted, reader);
        const lines = pasted.split(/\r\n|\n|\r/);
        if (read.kind !== 'capability') {
          expect(read.sentence).toMatch(/^line \d+(?:, column \d+)?: [^\p{Cc}\p{Zl}\p{Zp}]+$/u);
          if (read.kind === 'none') expect(connegWhy({ ...read, name: 'the text' }, WHY).code).toBe(0);
          return;
        }
        for (const { line, column } of read.repairs) {
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
        }
        const named = { ...read, name: 'the text' };
        expect(connegWhy(named, WHY).story.join('')).not.toMatch(/[\n\r]/);
        try {
          expect(connegParse(named).code).toBe(0);
        } catch (failure) {
          expect(failure).toBeInstanceOf(CapabilityTooLarge);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('full of stray parentheses has only so many repairs told', () => {
    const { story } = connegParse(capability(`(dpi=200)${')'.repeat(REPAIRS_TOLD + 7)}`));
    expect(story.filter((line) => line.startsWith('repaired: line 1, column '))).toHaveLength(REPAIRS_TOLD);
    expect(story).toContain('repaired: 7 more places');
  });

  it('that asks for 2^n alternatives stays within the budget', () => {
    const named = capability(`(&${Array.from({ length: 999 }, (_, i) => `(|(a${i}=1)(b${i}=1))`).join('')})`);
    expect(() => connegParse(named)).toThrow(CapabilityTooLarge);
    expect(() => connegMatch(named, named)).toThrow(CapabilityTooLarge);
    expect(connegWhy(named, WHY)).toMatchObject({ code: 0, json: { choice: 'MH at 204x196 on A4' } });
  });
});
