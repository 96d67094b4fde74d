import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../../rig/cli/conneg.ts';
import { CAPABILITY_TEXT_LIMIT } from '../../../rig/cli/read-capability-text.ts';
import { UsageError } from '../../../rig/cli/usage-error.ts';
import { MANUAL_SAMPLE, RFC_4141_SAMPLE } from '../../support/manual-sample.ts';
import { dpsim, dpsimFed } from '../../support/run-program.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dpsim-conneg-'));
  await writeFile(join(folder, 'manual.txt'), MANUAL_SAMPLE.join('\r\n'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const SAMPLE = MANUAL_SAMPLE.join('\r\n');

describe('dpsim conneg parse', () => {
  test('reads the sample of manual page 472, naming both misprints and their places', async () => {
    const { code, out, err } = await dpsimFed(SAMPLE, 'conneg', 'parse');
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toContain("repaired: line 12, column 11: 'imagecoding' was read as 'image-coding'\n");
    expect(out).toContain("repaired: line 17, column 6: a surplus ')' before this place was ignored");
    expect(out).toContain('spelt: line 2: the capability lines do not begin with CONNEG\n');
    expect(out).toContain('   (&(image-coding=JBIG)\n');
    expect(out).toContain('normal form (60 alternatives):\n(|\n (& ');
  });

  test('refuses it strictly with place and expectation', async () => {
    const { code, out, err } = await dpsim('conneg', 'parse', '--strict', join(folder, 'manual.txt'));
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/^dpsim: .+manual\.txt, line 17, column 6: expected the end of the text, found ".+"\n$/);
  });

  test('reads no further than its limit', async () => {
    const { code, err } = await dpsimFed(' '.repeat(4 * CAPABILITY_TEXT_LIMIT), 'conneg', 'parse', '-');
    expect(code).toBe(2);
    expect(err).toMatch(new RegExp(`^dpsim: standard input runs past octet ${CAPABILITY_TEXT_LIMIT}: expected .+\n$`));
  });
});

describe('dpsim conneg match', () => {
  test('prints what RFC 4141 9.2 and an expression have in common', async () => {
    const wanted = '(&(dpi=200)(dpi-xyratio=1)(image-coding=[MMR,JBIG])(paper-size=A4))';
    const { code, out } = await dpsimFed(RFC_4141_SAMPLE.join('\n'), 'conneg', 'match', '-', wanted, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      match: true,
      alternatives: 1,
      normalForm:
        '(& (color=binary) (dpi=200) (dpi-xyratio=1) (image-coding=mmr) (image-file-structure=tiff-minimal) (mrc-mode=0) (paper-size=a4) (size-x<=1075/127) (ua-media=stationery))',
    });
  });

  test('tells which constraint keeps two apart, exit code 1', async () => {
    const { code, out } = await dpsim('conneg', 'match', '(&(dpi=[200,204])(a=1))', '(dpi=300)');
    expect(code).toBe(1);
    expect(out).toBe('A and B have nothing in common: A allows (dpi=200) or (dpi=204) only, which B excludes\n');
  });
});

describe('dpsim conneg why', () => {
  test('tells ours, theirs, what fell out and the choice', async () => {
    const page = ['--paper', 'b4', '--resolution', '400x400', '--model', 'dp-6030'];
    const { code, out } = await dpsim('conneg', 'why', join(folder, 'manual.txt'), ...page);
    expect(code).toBe(0);
    expect(out).toContain('ours, a dp-6030 with a page scanned at 400x400 on B4:\n  (&(image-file-structure=');
    expect(out).toContain('theirs as received:\n  250-<june@panasonic.com> recipient ok\n');
    expect(out).toContain("repaired: line 12, column 11: 'imagecoding' was read as 'image-coding'\n");
    // 215 mm, as the sample says, is 8.46 inches; a B4 page is wider.
    expect(out).toContain('theirs in canonical form:\n  (&(color=Binary)');
    expect(out).toContain('in common:\n  (&(color=Binary)');
    expect(out).toContain('forms both ends handle, best first:\n  JBIG at 400x400 on A4\n');
    expect(out).toContain('rejected: any form on B4, their (size-x<=1075/127) excludes it\n');
    expect(out).toMatch(/\nchoice: \w+ at 400x400 on A4\n.+ is the best form both ends handle of a page .+\n$/);
  });

  test('as JSON: received, spelt, repaired, canonical, in common, accepted, rejected, chosen', async () => {
    const { code, out } = await dpsim('conneg', 'why', join(folder, 'manual.txt'), '--json');
    expect(code).toBe(0);
    const told: unknown = JSON.parse(out);
    expect(told).toMatchObject({
      theirs: {
        received: MANUAL_SAMPLE,
        spellings: [{ kind: 'without-keyword', line: 2 }],
        repairs: [
          { kind: 'misspelt-tag', line: 12 },
          { kind: 'surplus-parenthesis', line: 17 },
        ],
        canonical: expect.arrayContaining([
          '(&(color=Binary)(dpi=[200,400])(dpi-xyratio=1)(image-coding=[MH,MMR,MR])(image-file-structure=TIFF-minimal)(MRC-mode=0)(paper-size=[A4,B4,letter])(size-x<=1075/127)(ua-media=stationery))',
        ]),
      },
      rejected: [],
      rejectedBelow: [{ candidate: 'any form on B4', constraint: '(size-x<=1075/127)' }],
      choice: 'JBIG at 204x196 on A4',
    });
    expect(told).toHaveProperty('accepted.0', 'JBIG at 204x196 on A4');
    expect(told).toHaveProperty('intersection');
  });

  test('ends with 1 when there is no common form', async () => {
    const { code, out } = await dpsim('conneg', 'why', '(image-coding=JPEG)', '--json');
    expect(code).toBe(1);
    const told: unknown = JSON.parse(out);
    expect(told).toMatchObject({
      choice: null,
      theirs: { received: ['(image-coding=JPEG)'], normalForm: '(& (image-coding=jpeg))' },
      why: expect.stringContaining('the far end takes no form of a page scanned at 204x196 on A4'),
    });
  });
});

test.each([
  [[], 'conneg: expected parse, match, why, found nothing'],
  [['parse', '(a=1)', '(b=1)'], 'conneg parse: expected one source, found 2'],
  [['match', '-', '-'], 'conneg match: expected standard input once'],
  [['match', '(a=1)', '--strict'], '--strict belongs to conneg parse, not to match'],
  [['why', '(a=1)', '--paper', 'A3'], '--paper A3: expected one of letter, A4, B4'],
  [['parse', '(a=)'], 'the expression, line 1, column 4: expected a number'],
  [['parse', join('no', 'such', 'file')], 'cannot be read (ENOENT)'],
])('conneg %j is refused in one sentence', async (args, sentence) => {
  const refusal: unknown = await run(args).catch((error: unknown) => error);
  if (!(refusal instanceof UsageError)) throw new Error(`expected a UsageError, not ${String(refusal)}`);
  expect(refusal.message).toContain(sentence);
  expect(refusal.message).not.toContain('\n');
});
