import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { capabilityOf } from '../../firmware/capability/capability-of.ts';
import { readConnegReply, writeConnegReply } from '../../firmware/capability/conneg-reply.ts';
import type { Filter } from '../../firmware/capability/filter.ts';
import { canonicalTexts } from '../../firmware/capability/match.ts';
import { readPastedCapability } from '../../rig/cli/pasted-capability.ts';
import { readFilter } from '../firmware/capability/read-filter.ts';

/** RFC 4141 9.2 after `250-` and `250 `, as printed. */
const EXAMPLE = [
  '<June@some.example.com> recipient ok',
  'CONNEG (&(image-file-structure=TIFF-minimal)',
  'CONNEG   (MRC-mode=0)',
  'CONNEG   (color=Binary)',
  'CONNEG   (|(&(dpi=204)',
  'CONNEG       (dpi-xyratio=[204/98,204/196]) )',
  'CONNEG     (&(dpi=200)',
  'CONNEG       (dpi-xyratio=[200/100,1]) ) )',
  'CONNEG   (image-coding=[MH,MR,MMR])',
  'CONNEG   (size-x<=2150/254)',
  'CONNEG   (paper-size=[letter,A4])',
  'CONNEG   (ua-media=stationery) )',
];

const MEANT = capabilityOf({
  resolutions: (['204x98', '204x196', '200x100', '200x200'] as const).map((name) => RESOLUTIONS[name]),
  papers: ['letter', 'A4'],
  codings: ['MH', 'MR', 'MMR'],
});

function filterOf(lines: readonly string[], reader: 'strict' | 'tolerant' = 'tolerant'): Filter {
  const answer = readConnegReply(lines, reader);
  if (answer.kind !== 'capability') throw new Error(JSON.stringify(answer));
  return answer.filter;
}

describe('RFC 4141 9.2', () => {
  it.each(['strict', 'tolerant'] as const)('is read by the %s reader', (reader) => {
    expect(readConnegReply(EXAMPLE, reader)).toEqual({
      kind: 'capability',
      filter: MEANT,
      repairs: [],
      dialect: 'rfc4141',
      spellings: [],
    });
  });

  it("is written line for line but for the RFC's own indents", () => {
    const squeezed = (lines: readonly string[]) => lines.map((line) => line.replace(/ +/g, ' '));
    const written = writeConnegReply(MEANT, 'rfc4141', 'June@some.example.com');
    expect(squeezed(written)).toEqual(squeezed(EXAMPLE));
  });
});

describe('spellings of the reply', () => {
  it.each([
    ['a lower case keyword', EXAMPLE.map((line) => line.replace('CONNEG', 'conneg'))],
    ['an enhanced status code on every line', EXAMPLE.map((line) => `2.1.5 ${line}`)],
    ['a space after the hyphen', EXAMPLE.map((line) => ` ${line}`)],
    ['no space after the keyword', EXAMPLE.map((line) => line.replace(/CONNEG +/, 'CONNEG'))],
    ['two lines of ordinary text first', ['hello', ...EXAMPLE]],
    ['no keyword at all', EXAMPLE.map((line) => line.replace('CONNEG ', ''))],
    ['no keyword, status codes', EXAMPLE.map((line) => `2.1.5 ${line.replace('CONNEG ', '')}`)],
    [
      'one line',
      [
        EXAMPLE[0] ?? '',
        `CONNEG ${EXAMPLE.slice(1)
          .map((line) => line.slice(7))
          .join('')}`,
      ],
    ],
  ])('%s', (_, lines) => {
    expect(filterOf(lines, 'strict')).toEqual(MEANT);
    expect(filterOf(lines, 'tolerant')).toEqual(MEANT);
  });

  it('an element cut by a line end is joined by the tolerant reader only', () => {
    const cut = ['ok', 'CONNEG (&(image-cod', 'CONNEGing=MH)(paper-size=A', 'CONNEG4))'];
    expect(readConnegReply(cut, 'strict').kind).toBe('unreadable');
    expect(readConnegReply(['ok', '(&(image-cod', 'ing=MH)(paper-size=A', '4))'], 'tolerant')).toMatchObject({
      kind: 'capability',
      filter: readFilter('(&(image-coding=MH)(paper-size=A4))'),
      repairs: [{ kind: 'element-cut-by-line-end' }],
    });
  });

  it('an expression wrapped without the keyword (drafts -02 and -03) is read by the tolerant reader only', () => {
    const wrapped = EXAMPLE.map((line, index) => (index > 1 ? line.replace('CONNEG ', '') : line));
    expect(filterOf(wrapped)).toEqual(MEANT);
    expect(readConnegReply(wrapped, 'strict')).toEqual({
      kind: 'unreadable',
      sentence: 'reply line 3: expected CONNEG at the start of every capability line',
    });
  });

  it.each([
    ['CONNEG as RFC 4141 has it', EXAMPLE, []],
    ['no keyword', EXAMPLE.map((line) => line.replace('CONNEG ', '')), [{ kind: 'without-keyword', line: 1 }]],
    ['an enhanced status code', EXAMPLE.map((line) => `2.1.5 ${line}`), [{ kind: 'enhanced-status-code', line: 1 }]],
    [
      'a space after the hyphen',
      EXAMPLE.map((line, index) => (index > 2 ? ` ${line}` : line)),
      [{ kind: 'space-before-keyword', line: 3 }],
    ],
    [
      'all of it',
      EXAMPLE.map((line) => ` 2.1.5  ${line}`),
      [
        { kind: 'space-before-keyword', line: 1 },
        { kind: 'enhanced-status-code', line: 1 },
      ],
    ],
  ])('are named with their first line: %s', (_, lines, spellings) => {
    for (const reader of ['strict', 'tolerant'] as const) {
      expect(readConnegReply(lines, reader)).toMatchObject({
        kind: 'capability',
        filter: MEANT,
        repairs: [],
        spellings: spellings.map((spelling) => expect.objectContaining(spelling)),
      });
    }
  });

  it.each([
    ['CONNEG', ['ok', '2.1.5 CONNEG (&(image-cod', '2.1.5 CONNEG ing=MH)(paper-size=A', '2.1.5 CONNEG 4))']],
    ['no keyword', ['2.1.5 ok', '2.1.5 (&(image-cod', '2.1.5 ing=MH)(paper-size=A', '2.1.5 4))']],
  ])('an enhanced status code takes its space along, so that a cut element is joined: %s', (_, lines) => {
    expect(readConnegReply(lines, 'tolerant')).toMatchObject({
      kind: 'capability',
      filter: readFilter('(&(image-coding=MH)(paper-size=A4))'),
      repairs: [{ kind: 'element-cut-by-line-end' }],
    });
  });

  it.each([
    [['ok', 'CONNEG (&(dpi=200)', '(color=Binary)', 'CONNEG (image-coding=MH))'], [2]],
    [['ok', '(&(dpi=200)', 'CONNEG (color=Binary)', 'CONNEG (image-coding=MH))'], [1]],
    [
      ['ok', 'CONNEG (&(dpi=200)', '(color=Binary)', '(image-coding=MH))'],
      [2, 3],
    ],
  ])('%j: lines without CONNEG among such with it are repaired and named', (lines, repaired) => {
    expect(readConnegReply(lines, 'tolerant')).toMatchObject({
      kind: 'capability',
      dialect: 'rfc4141',
      filter: readFilter('(&(dpi=200)(color=Binary)(image-coding=MH))'),
      repairs: repaired.map((line) => ({ kind: 'keyword-missing', place: { line, character: 0 } })),
    });
    expect(readConnegReply(lines, 'strict').kind).toBe('unreadable');
  });

  it.each([
    [['<june@example.com> recipient ok']],
    [['2.1.5 <june@example.com> recipient ok']],
    [['ok', 'will be delivered (soon)']],
    [['(welcome)', '(to this server)']],
    [['connegotiator@example.com ok']],
    [[]],
    [['']],
  ])('%j has no capability', (lines) => {
    expect(readConnegReply(lines, 'strict')).toEqual({ kind: 'none' });
    expect(readConnegReply(lines, 'tolerant')).toEqual({ kind: 'none' });
  });

  it.each([
    ['a keyword without an expression', ['ok', 'CONNEG'], 'found the end of the text'],
    ['a set that never ends', ['ok', '(&(dpi=[200,', ')'], 'reply line 3'],
    ['a capability that contradicts itself', ['ok', '(&(dpi=200)(dpi=400))'], 'contradicts itself'],
    [
      'a capability with 2^32 alternatives',
      ['ok', `(&${Array.from({ length: 32 }, (_, i) => `(|(a${i}=1)(b${i}=1))`).join('')})`],
      'too large to work out',
    ],
    ['a reply without end', Array.from({ length: 2000 }, () => '(a=1)'), 'expected at most 1024'],
  ])('%s is unreadable', (_, lines, reason) => {
    for (const reader of ['strict', 'tolerant'] as const) {
      expect(readConnegReply(lines, reader)).toEqual({ kind: 'unreadable', sentence: expect.stringContaining(reason) });
    }
  });
});

describe('any reply', () => {
  const pieces = [
    'CONNEG ',
    'CONNEG',
    ' ',
    '2.1.5 ',
    '2.1.5',
    '(&',
    '(|',
    '(!',
    '(dpi=200)',
    '(dpi>0)',
    '(imagecoding=MH)',
    '(image-cod',
    'ing=MH)',
    ')',
    '(',
    '[1,',
    ']',
    'ok',
  ];
  const piece = fc.constantFrom(...pieces);
  const line = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));

  it('is a capability, none, or unreadable, every repair with a place in it', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom('strict', 'tolerant'), (lines, reader) => {
        const answer = readConnegReply(lines, reader);
        if (answer.kind === 'unreadable') expect(answer.sentence.length).toBeGreaterThan(0);
        if (answer.kind !== 'capability') return;
        if (reader === 'strict') expect(answer.repairs).toEqual([]);
        for (const { place } of answer.repairs) {
          expect(place.line).toBeLessThan(lines.length);
          expect(place.character).toBeLessThanOrEqual((lines[place.line] ?? '').length);
        }
        for (const spelling of answer.spellings) expect(spelling.line).toBeLessThan(lines.length);
      }),
      { numRuns: 3000 },
    );
  });

  it('what the strict reader takes, the tolerant one takes alike', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        const strict = readConnegReply(['ok', ...lines], 'strict');
        if (strict.kind !== 'capability' || lines.join('').includes('imagecoding')) return;
        expect(readConnegReply(['ok', ...lines], 'tolerant')).toEqual(strict);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('every dialect meets every reader', () => {
  const misprints = ['misspelt-tag', 'surplus-parenthesis'];
  const JBIG_TOO = capabilityOf({
    resolutions: (['204x98', '204x196', '200x100', '200x200', '400x400'] as const).map((name) => RESOLUTIONS[name]),
    papers: ['letter', 'A4', 'B4'],
    codings: ['MH', 'MR', 'MMR', 'JBIG'],
  });

  it.each([
    ['manual', 'strict', 'capability', []],
    ['manual', 'tolerant', 'capability', []],
    ['manual-verbatim', 'strict', 'unreadable', []],
    ['manual-verbatim', 'tolerant', 'capability', misprints],
    ['rfc4141', 'strict', 'capability', []],
    ['rfc4141', 'tolerant', 'capability', []],
  ] as const)('%s, %s reader: %s with %j', (dialect, reader, kind, repairs) => {
    const lines = writeConnegReply(JBIG_TOO, dialect, 'june@example.com');
    const spelt = [lines, lines.map((line) => `2.1.5 ${line}`), lines.map((line) => ` ${line}`)];
    for (const texts of spelt) {
      const answer = readConnegReply(texts, reader);
      expect(answer.kind).toBe(kind);
      if (answer.kind !== 'capability') continue;
      expect(canonicalTexts(answer.filter)).toEqual(canonicalTexts(JBIG_TOO));
      expect(answer.dialect).toBe(dialect === 'rfc4141' ? 'rfc4141' : 'manual');
      expect(answer.repairs.map((repair) => repair.kind)).toEqual(repairs);
    }
    // The same with its codes, as a user pastes it.
    const reply = lines.map((line, index) => `250${index === lines.length - 1 ? ' ' : '-'}${line}`).join('\r\n');
    const pasted = readPastedCapability(reply, reader);
    expect(pasted.kind).toBe(kind);
    if (pasted.kind !== 'capability') return;
    expect(canonicalTexts(pasted.filter)).toEqual(canonicalTexts(JBIG_TOO));
    expect(pasted.repairs.map((repair) => repair.kind)).toEqual(repairs);
  });

  it.each(['manual', 'manual-verbatim', 'rfc4141'] as const)('%s keeps reply lines within 512 octets', (dialect) => {
    const papers = Array.from({ length: 400 }, (_, i) => `paper-${i}`).join(',');
    const filter = readFilter(`(&(color=Binary)(paper-size=[${papers}]))`);
    const lines = writeConnegReply(filter, dialect, `${'x'.repeat(600)}@example.com`);
    expect(lines[0]).toBe('recipient ok');
    for (const line of lines) expect(Buffer.byteLength(`250-${line}\r\n`)).toBeLessThanOrEqual(512);
    expect(filterOf(lines)).toEqual(filter);
  });

  it('shows control characters of a mailbox as question marks', () => {
    expect(writeConnegReply(MEANT, 'manual', 'a\r\n250 b')[0]).toBe('<a??250 b> recipient ok');
  });
});
