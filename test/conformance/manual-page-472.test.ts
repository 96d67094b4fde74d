import { describe, expect, it } from 'vitest';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { capabilityOf } from '../../firmware/capability/capability-of.ts';
import { readConnegReply, writeConnegReply } from '../../firmware/capability/conneg-reply.ts';
import { canonicalTexts, contains } from '../../firmware/capability/match.ts';
import { negotiate } from '../../firmware/capability/negotiate.ts';
import { readFilter } from '../firmware/capability/read-filter.ts';
import { RFC_2879_EXAMPLES } from '../firmware/capability/rfc2879-examples.ts';

/** "Capability contents sample", manual page 472, after `250-` and `250 `, misprints and indents as printed. */
const PRINTED = [
  '<june@panasonic.com> recipient ok',
  '(&(image-file-structure=TIFF-minimal)',
  '  (MRC-mode=0)',
  '  (color=Binary)',
  '  (|(&(dpi=204)',
  '     (dpi-xyratio=[204/98,204/196]) )',
  '   (&(dpi=200)',
  '     (dpi-xyratio=[200/100,1]) )',
  '   (&(dpi=400)',
  '     (dpi-xyratio=1) ) )',
  ' (|(image-coding=[MH,MR,MMR])',
  '   (&(imagecoding=JBIG)',
  '     (image-coding-constraint=JBIG-T85)',
  '     (JBIG-stripe-size=128) ) )',
  '   (size-x<=2150/254)',
  '   (paper-size=[letter,A4,B4]) )',
  ' (ua-media=stationery) )',
];

/** The sample as meant: both misprints put right by hand. */
const MEANT = PRINTED.slice(1)
  .join(' ')
  .replace('imagecoding', 'image-coding')
  .replace('[letter,A4,B4]) )', '[letter,A4,B4])');

const SAMPLE = {
  resolutions: ['204x98', '204x196', '200x100', '200x200', '400x400'] as const,
  papers: ['letter', 'A4', 'B4'] as const,
  codings: ['MH', 'MR', 'MMR', 'JBIG'] as const,
};
const sampleCapability = (scanLineMm: 215 | 255) =>
  capabilityOf({ ...SAMPLE, resolutions: SAMPLE.resolutions.map((name) => RESOLUTIONS[name]), scanLineMm });

describe('the capability sample of manual page 472', () => {
  it('is refused by the strict reader with line and place', () => {
    expect(readConnegReply(PRINTED, 'strict')).toEqual({
      kind: 'unreadable',
      sentence: expect.stringMatching(
        /^reply line 17: character \d+ .*expected the end of the text, found "\(ua-media=/,
      ),
    });
  });

  it('is read by the tolerant reader, which names both repairs', () => {
    const answer = readConnegReply(PRINTED, 'tolerant');
    if (answer.kind !== 'capability') throw new Error(answer.kind);
    expect(answer.dialect).toBe('manual');
    expect(answer.repairs.map((repair) => repair.kind)).toEqual(['misspelt-tag', 'surplus-parenthesis']);
    expect(answer.repairs[0]?.sentence).toContain("'imagecoding' was read as 'image-coding'");
    expect(answer.filter).toEqual(readFilter(MEANT));
  });

  it('has 60 alternatives and holds the simple mode of RFC 2879 4.1', () => {
    expect(canonicalTexts(readFilter(MEANT))).toHaveLength(5 * 4 * 3);
    expect(contains(readFilter(MEANT), readFilter(RFC_2879_EXAMPLES.simple))).toBe(true);
  });

  it('is what a machine of these abilities advertises', () => {
    expect(sampleCapability(215)).toEqual(readFilter(MEANT));
  });

  it('is reprinted octet for octet by the verbatim dialect', () => {
    expect(writeConnegReply(sampleCapability(215), 'manual-verbatim', 'june@panasonic.com')).toEqual(PRINTED);
  });

  it('differs from the repaired dialect in the misprints and four indents only', () => {
    const repaired = writeConnegReply(sampleCapability(215), 'manual', 'june@panasonic.com');
    expect(repaired.map((line) => line.trimStart())).toEqual(
      PRINTED.map((line) =>
        line.trimStart().replace('imagecoding', 'image-coding').replace('[letter,A4,B4]) )', '[letter,A4,B4])'),
      ),
    );
  });

  it('takes a B4 page at the A4 scan line only; with 255 mm it would take it whole', () => {
    const page = { resolution: RESOLUTIONS['400x400'], paper: 'B4' } as const;
    const at215 = negotiate({ page, ours: SAMPLE.codings, theirs: readFilter(MEANT) });
    expect(at215).toMatchObject({
      ok: true,
      format: { paper: 'A4', resolution: RESOLUTIONS['400x400'], coding: 'JBIG' },
    });
    expect(at215.detail.rejected[0]).toEqual({
      candidate: 'any form on B4',
      constraint: '(size-x<=1075/127)',
    });
    const at255 = negotiate({ page, ours: SAMPLE.codings, theirs: sampleCapability(255) });
    expect(at255).toMatchObject({ ok: true, format: { paper: 'B4' } });
  });

  it('never takes 204x391: the vertical 391 equals 400, but only beside a horizontal 400', () => {
    const page = { resolution: RESOLUTIONS['204x391'], paper: 'A4' } as const;
    const negotiation = negotiate({ page, ours: SAMPLE.codings, theirs: readFilter(MEANT) });
    expect(negotiation).toMatchObject({ ok: true, format: { resolution: RESOLUTIONS['204x196'] } });
  });
});
