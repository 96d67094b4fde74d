import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rasterOf } from '../../../device-model/page/bilevel-raster.ts';
import { run } from '../../../rig/cli/jbig.ts';
import { octetsOf, T85, withoutTrailingZeros } from '../../firmware/coding/jbig/vectors.ts';
import { textLike } from '../../firmware/coding/sample-pages.ts';
import { hexOf, LETTERS } from '../../firmware/coding/vectors.ts';
import { runCommand } from '../../support/run-command.ts';
import { dpsim } from '../../support/run-program.ts';

/** Streams of jbigkit's making that code its letters of 23 × 5 pels: the command's options and the place in vectors.json. */
const STREAMS = [
  [['--adaptive', '127'], 0],
  [['--adaptive', '127', '--typical', 'off'], 1],
  [['--adaptive', '127', '--typical', 'off', '--template', 'two-line'], 2],
  [['--template', 'two-line'], 3],
  [['--adaptive', '127', '--stripe-rows', '2'], 4],
  [['--adaptive', '127', '--announce-rows', 'unknown'], 5],
  [['--adaptive', '127', '--stripe-rows', '2', '--announce-rows', 'unknown', '--newlen-row', '4'], 6],
] as const;
const P4 = Buffer.concat([Buffer.from('P4\n23 5\n'), LETTERS.octets]);

let folder = '';
const file = (name: string) => join(folder, name);
const put = (name: string, octets: Uint8Array) => writeFile(file(name), octets);
const jbig = (...words: readonly string[]) => runCommand(run, words);
const stream = (index: number) => octetsOf(T85[index]?.bie ?? '');

/** FNV-1a 64 by its definition. */
function fnv(octets: Uint8Array): string {
  let hash = 0xcbf29ce484222325n;
  for (const octet of octets) hash = ((hash ^ BigInt(octet)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return hash.toString(16).padStart(16, '0');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dpsim-jbig-'));
  await put('letters.pbm', P4);
  await put('letters.jbg', stream(0));
  // The second of three stripes of two rows is cut short.
  await put('cut.jbg', stream(4).subarray(0, -6));
  await put('abort.jbg', Buffer.concat([stream(0).subarray(0, 20), Buffer.from([0xff, 0x04])]));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('dpsim jbig encode', () => {
  test.each(STREAMS)('%j: the octets of jbigkit', async (options, index) => {
    expect((await jbig('encode', file('letters.pbm'), ...options, '-o', file('new.jbg'))).code).toBe(0);
    expect(hexOf(await readFile(file('new.jbg')))).toBe(hexOf(withoutTrailingZeros(stream(index))));
  });

  test('a plain PBM as well, and one stripe', async () => {
    await put('plain.pbm', Buffer.from('P1 # a cross\n3 3\n0 1 0 111 010'));
    const done = await jbig('encode', file('plain.pbm'), '--stripe-rows', 'whole', '-o', file('x.jbg'), '--json');
    expect(done.code).toBe(0);
    const { length } = await readFile(file('x.jbg'));
    expect(JSON.parse(done.out)).toMatchObject({ width: 3, length: 3, octets: length });
    expect((await jbig('decode', file('x.jbg'), '-o', file('x.pbm'))).code).toBe(0);
    expect((await readFile(file('x.pbm'))).subarray(7)).toEqual(Buffer.from([0x40, 0xe0, 0x40]));
  });
});

describe('dpsim jbig decode', () => {
  test.each(T85.slice(0, 7).map(({ name }, index) => [name, index] as const))('%s', async (_, index) => {
    await put('one.jbg', stream(index));
    const done = await jbig('decode', file('one.jbg'), '-o', file('one.pbm'));
    expect(done).toEqual({ code: 0, out: `${file('one.pbm')}\n`, err: '' });
    expect(await readFile(file('one.pbm'))).toEqual(P4);
  });

  test('1 when it is damaged, with the rows that could be had', async () => {
    const done = await jbig('decode', file('cut.jbg'), '-o', file('cut.pbm'));
    expect(done.code).toBe(1);
    expect(done.err).toMatch(/^dpsim: \d bad rows: row \d: [^\n]+\n$/);
    const written = await readFile(file('cut.pbm'));
    // The first stripe's two rows are whole.
    expect(written.subarray(0, 8 + 6)).toEqual(P4.subarray(0, 8 + 6));
    expect(written).toHaveLength(P4.length);
  });
});

describe('dpsim jbig info', () => {
  test('the header in T.82’s names and the FNV-1a of the pels', async () => {
    const { code, out, err } = await jbig('info', file('letters.jbg'), '--json');
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({
      header: { XD: 23, YD: 5, L0: 128, MX: 127, LRLTWO: false, VLENGTH: false, TPBON: true },
      width: 23,
      length: 5,
      badRows: 0,
      damage: null,
      fnv1a64: fnv(LETTERS.octets),
    });
  });

  test('for people, options and late length', async () => {
    await put('late.jbg', stream(6));
    const { code, out } = await jbig('info', file('late.jbg'));
    expect(code).toBe(0);
    expect(out).toBe(
      `header: XD 23, YD 4294967295, L0 2, MX 127, VLENGTH TPBON\npage: 23 × 5, ${stream(6).length} octets, good, ${fnv(LETTERS.octets)}\n`,
    );
  });

  test('1 when rows are damaged', async () => {
    const { code, out } = await jbig('info', file('cut.jbg'));
    expect(code).toBe(1);
    expect(out).toMatch(/\npage: 23 × 5, \d+ octets, \d bad rows: row \d: .+, [0-9a-f]{16}\n$/);
  });

  test('a page that its sender gave up: nothing is there but white', async () => {
    const { code, out } = await jbig('info', file('abort.jbg'));
    expect(code).toBe(1);
    expect(out).toContain('the sender gave the page up: ABORT at octet 20');
  });
});

describe('what cannot be used: exit code 2, one sentence, nothing written', () => {
  test.each([
    [[], 'jbig: expected encode, decode, info, found nothing'],
    [['look'], 'found "look"'],
    [['info'], 'jbig info: expected one file, found none'],
    [['decode', 'letters.jbg'], 'jbig decode: expected -o with the name of the file to write'],
    [['decode', 'letters.jbg', '-o', 'bad', '--adaptive', '3'], '--adaptive belongs to jbig encode, not to decode'],
    [['encode', 'letters.pbm', '-o', 'bad', '--adaptive', '128'], '--adaptive 128: expected a whole number from 0 to'],
    [['encode', 'letters.pbm', '-o', 'bad', '--stripe-rows', '0'], '--stripe-rows 0: expected a whole number from 1'],
    [
      ['encode', 'letters.pbm', '-o', 'bad', '--template', 'one'],
      '--template one: expected one of three-line, two-line',
    ],
    [['encode', 'letters.pbm', '-o', 'bad', '--announce-rows', '4'], '--announce-rows 4: expected at least the 5 rows'],
    [['encode', 'letters.pbm', '-o', 'bad', '--newlen-row', '4'], '--newlen-row is of use with --announce-rows only'],
    [['encode', 'letters.jbg', '-o', 'bad'], 'letters.jbg is no PBM: expected a file that begins with P4 or P1'],
    [['encode', 'two.pbm', '-o', 'bad'], 'expected one picture, found more behind it'],
    [['encode', 'long.pbm', '-o', 'bad'], 'the picture of 23 × 9 pels needs 27 octets, the file has 15 left'],
    [['decode', 'letters.pbm', '-o', 'bad'], 'octet 0 of the JBIG header (DL, the initial layer) is 80'],
    [['decode', 'none.jbg', '-o', 'bad'], 'cannot be read (ENOENT): expected a JBIG page'],
    [['decode', 'short.jbg', '-o', 'bad'], 'a JBIG header has 20 octets, the data end at octet 19'],
    [['decode', 'empty-long.jbg', '-o', 'bad'], 'no row can be decoded: row 0: the data end at octet 20'],
    [['decode', 'letters.jbg', '-o', join('no', 'such')], 'such cannot be written (ENOENT)'],
    [['info', 'letters.jbg', '--bogus'], '--bogus'],
  ])('%j', async (words, sentence) => {
    await put('two.pbm', Buffer.concat([P4, P4]));
    await put('long.pbm', Buffer.concat([Buffer.from('P4\n23 9\n'), LETTERS.octets]));
    await put('short.jbg', stream(0).subarray(0, 19));
    // YD is beyond what a page may have, and no stripe follows.
    const header = stream(0).slice(0, 20);
    header.fill(0xff, 8, 12);
    await put('empty-long.jbg', header);
    const named = words.map((word) => (/\.|^bad$|no.such/.test(word) ? file(word) : word));
    const { code, out, err } = await jbig(...named);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^dpsim: [^\n]+\n$/);
    expect(err).toContain(sentence);
    expect(await readdir(folder)).not.toContain('bad');
  });
});

test('the program: a page at 400 × 400 there and back, and help for every action', async () => {
  const page = textLike(3456, 4677);
  await put('page.pbm', Buffer.concat([Buffer.from('P4\n3456 4677\n'), page.octets]));
  const made = await dpsim('jbig', 'encode', file('page.pbm'), '-o', file('page.jbg'));
  expect([made.code, made.err]).toEqual([0, '']);
  const back = await dpsim('jbig', 'decode', file('page.jbg'), '-o', file('back.pbm'));
  expect([back.code, back.err]).toEqual([0, '']);
  const pels = await readFile(file('back.pbm'));
  const { octets } = rasterOf(3456, 4677, Uint8Array.from(pels.subarray(13)));
  expect(Buffer.compare(octets, page.octets)).toBe(0);
  const { code, out } = await dpsim('jbig', '--help');
  expect(code).toBe(0);
  for (const action of ['encode', 'decode', 'info']) expect(out).toContain(action);
});
