import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAPER_SIZES, type PaperSize } from '../../../device-model/page/paper-size.ts';
import { RESOLUTION_NAMES, RESOLUTIONS, type ResolutionName } from '../../../device-model/page/resolution.ts';
import { capabilityOf } from '../../../firmware/capability/capability-of.ts';
import { conjunctionsOf } from '../../../firmware/capability/conjunctions.ts';
import { resolutionClass } from '../../../firmware/capability/fax-schema.ts';
import { IMAGE_CODINGS, type ImageCoding } from '../../../firmware/capability/image-coding.ts';
import { narrow, TOO_LARGE_TO_EXPLAIN } from '../../../firmware/capability/narrow.ts';
import { negotiate } from '../../../firmware/capability/negotiate.ts';
import { StepBudget } from '../../../firmware/capability/step-budget.ts';
import { anyFilter } from './arbitrary-filter.ts';
import { readFilter } from './read-filter.ts';

function page(resolution: ResolutionName, paper: PaperSize = 'A4') {
  return { resolution: RESOLUTIONS[resolution], paper };
}

function receiver(
  resolutions: readonly ResolutionName[],
  codings: readonly ImageCoding[] = ['MH'],
  papers: readonly PaperSize[] = ['letter', 'A4'],
) {
  return capabilityOf({ resolutions: resolutions.map((name) => RESOLUTIONS[name]), codings, papers });
}

describe('resolution: the largest not above the scan on either axis', () => {
  it.each<[ResolutionName, readonly ResolutionName[], ResolutionName]>([
    ['400x400', ['200x100', '200x200', '400x400'], '400x400'],
    ['400x400', ['204x98', '204x196', '204x391'], '204x391'],
    ['400x400', ['200x200', '204x196'], '200x200'],
    ['400x400', ['204x196'], '204x196'],
    ['204x391', ['400x400', '204x196', '200x200'], '204x196'],
    ['204x391', ['400x400', '200x200'], '200x200'],
    // One raster to T.4: it goes under the name the far end lists.
    ['200x200', ['204x98', '204x196'], '204x196'],
    ['204x196', ['200x100', '200x200'], '200x200'],
    ['204x98', ['200x100', '200x200'], '200x100'],
    ['200x100', ['204x98', '204x196', '400x400'], '204x98'],
    ['200x200', ['200x200', '204x196'], '200x200'],
    ['204x196', ['200x200', '204x196'], '204x196'],
  ])('%s to a far end with %j goes as %s', (scan, theirs, expected) => {
    const result = negotiate({ page: page(scan), ours: ['MH'], theirs: receiver(theirs) });
    expect(result).toMatchObject({ ok: true, format: { resolution: { name: expected } } });
  });

  it('is never enlarged: a far end with less than it lists is refused', () => {
    const result = negotiate({ page: page('200x100'), ours: ['MH'], theirs: receiver(['400x400']) });
    expect(result.ok).toBe(false);
    expect(result.why).toContain(
      'the far end takes no form of a page scanned at 200x100 on A4: its (dpi=400) excludes any form at 200x100',
    );
    expect(result.detail.rejected).toContainEqual({ candidate: 'any form at 200x100', constraint: '(dpi=400)' });
  });

  // RFC 3949 2.2.2 holds for each axis by itself, in numbers no scan of ours has.
  it.each([
    ['400x400', '(&(dpi=408)(dpi-xyratio=408/391)(image-coding=MH))', '400x400'],
    ['204x391', '(&(dpi=200)(dpi-xyratio=1/2)(image-coding=MH))', '204x391'],
    ['200x200', '(&(dpi=204)(dpi-xyratio=204/200)(image-coding=MH))', '200x200'],
    ['400x400', '(&(dpi<=300)(dpi-xyratio<=1)(image-coding=MH))', '204x391'],
  ] as const)('%s to %s goes as %s', (scan, theirs, expected) => {
    const result = negotiate({ page: page(scan), ours: ['MH'], theirs: readFilter(theirs) });
    expect(result).toMatchObject({ ok: true, format: { resolution: { name: expected } } });
  });
});

describe('coding: JBIG before MMR before MR before MH, of those both have', () => {
  it.each<[readonly ImageCoding[], readonly ImageCoding[], ImageCoding]>([
    [IMAGE_CODINGS, IMAGE_CODINGS, 'JBIG'],
    [['MH', 'MR', 'MMR'], IMAGE_CODINGS, 'MMR'],
    [IMAGE_CODINGS, ['MH', 'MR'], 'MR'],
    [['MH', 'MMR'], ['MH', 'MR'], 'MH'],
  ])('%j to a far end with %j: %s', (ours, theirs, coding) => {
    const result = negotiate({ page: page('200x200'), ours, theirs: receiver(['200x200'], theirs) });
    expect(result).toMatchObject({ ok: true, format: { fileStructure: 'TIFF-minimal', coding } });
  });

  it('JBIG needs stripes of 128 rows and T.85', () => {
    const theirs = (constraint: string) =>
      readFilter(`(&(dpi=200)(dpi-xyratio=1)(|(image-coding=MH)(&(image-coding=JBIG)${constraint})))`);
    const coding = (constraint: string) =>
      negotiate({ page: page('200x200'), ours: ['MH', 'JBIG'], theirs: theirs(constraint) });
    expect(coding('(JBIG-stripe-size>=0)')).toMatchObject({ format: { coding: 'JBIG' } });
    expect(coding('(JBIG-stripe-size=64)')).toMatchObject({ format: { coding: 'MH' } });
    expect(coding('(image-coding-constraint=JBIG-T43)')).toMatchObject({ format: { coding: 'MH' } });
  });

  it('takes the resolution before the coding, the coding before paper without reduction', () => {
    const of = (dpi: number, coding: string, paper: string) =>
      `(&(dpi=${dpi})(dpi-xyratio=1)(image-coding=${coding})(paper-size=${paper}))`;
    const goes = (...forms: readonly string[]) => {
      const theirs = readFilter(`(|${forms.join('')})`);
      const result = negotiate({ page: page('400x400', 'B4'), ours: ['MH', 'MR', 'MMR'], theirs });
      return result.detail.choice;
    };
    expect(goes(of(200, 'MMR', 'B4'), of(400, 'MH', 'A4'))).toBe('MH at 400x400 on A4');
    expect(goes(of(400, 'MH', 'B4'), of(400, 'MR', 'A4'))).toBe('MR at 400x400 on A4');
    expect(goes(of(400, 'MR', 'letter'), of(400, 'MR', 'A4'), of(400, 'MR', 'B4'))).toBe('MR at 400x400 on B4');
    expect(goes(of(400, 'MR', 'letter'), of(400, 'MR', 'A4'))).toBe('MR at 400x400 on A4');
  });

  it.each<[readonly ImageCoding[], ImageCoding]>([
    [['MH', 'MR', 'MMR', 'JBIG'], 'MH'],
    [['MR'], 'MR'],
    [['MR', 'MR', 'JBIG'], 'MR'],
    [['JBIG', 'MMR'], 'JBIG'],
    [[], 'JBIG'],
  ])('in the order %j: %s', (preference, coding) => {
    const theirs = receiver(['200x200'], IMAGE_CODINGS);
    const result = negotiate({ page: page('200x200'), ours: IMAGE_CODINGS, preference, theirs });
    expect(result).toMatchObject({ ok: true, format: { coding } });
  });

  it('no order makes a machine send what it cannot write', () => {
    const theirs = receiver(['200x200'], IMAGE_CODINGS);
    const result = negotiate({ page: page('200x200'), ours: ['MH', 'MR'], preference: ['JBIG', 'MMR'], theirs });
    expect(result).toMatchObject({ ok: true, format: { coding: 'MR' } });
    expect(result.detail.rejected).toEqual([]);
  });
});

describe('paper', () => {
  it.each<[PaperSize, readonly PaperSize[], PaperSize]>([
    ['B4', ['letter', 'A4', 'B4'], 'B4'],
    ['B4', ['letter', 'A4'], 'A4'],
    ['B4', ['letter'], 'letter'],
    ['letter', ['A4'], 'A4'],
    ['A4', ['letter'], 'letter'],
    ['A4', ['letter', 'A4', 'B4'], 'A4'],
    ['A4', ['B4'], 'B4'],
  ])('%s to a far end with %j goes on %s', (scan, papers, expected) => {
    const theirs = receiver(['200x200'], ['MH'], papers);
    expect(negotiate({ page: page('200x200', scan), ours: ['MH'], theirs })).toMatchObject({
      format: { paper: expected },
    });
  });
});

describe('file structure', () => {
  it.each(['TIFF-minimal', 'TIFF-limited', 'TIFF'])('a far end with %s takes a TIFF-minimal file', (structure) => {
    const theirs = readFilter(`(&(image-file-structure=${structure})(dpi=200)(dpi-xyratio=1)(image-coding=MH))`);
    expect(negotiate({ page: page('200x200'), ours: ['MH'], theirs }).ok).toBe(true);
  });

  it('a far end with TIFF-MRC only does not', () => {
    const result = negotiate({
      page: page('200x200'),
      ours: ['MH'],
      theirs: readFilter('(image-file-structure=TIFF-MRC)'),
    });
    expect(result.ok).toBe(false);
    expect(result.why).toContain('its (image-file-structure=tiff-mrc) excludes a bilevel TIFF-minimal file');
  });
});

describe('no capability: Profile S', () => {
  it.each<[ResolutionName, PaperSize, ResolutionName, PaperSize]>([
    ['204x98', 'A4', '204x98', 'A4'],
    ['204x196', 'letter', '204x196', 'letter'],
    ['200x100', 'A4', '200x100', 'A4'],
    ['200x200', 'A4', '200x200', 'A4'],
    ['204x391', 'A4', '204x196', 'A4'],
    ['400x400', 'B4', '200x200', 'A4'],
  ])('%s on %s goes as %s on %s, MH', (scan, paper, resolution, goesOn) => {
    const result = negotiate({ page: page(scan, paper), ours: IMAGE_CODINGS, theirs: undefined });
    expect(result).toMatchObject({
      ok: true,
      format: { fileStructure: 'TIFF-minimal', coding: 'MH', resolution: { name: resolution }, paper: goesOn },
    });
    expect(result.why).toContain('the far end gave no capability');
    expect(result.detail.theirs).toBeUndefined();
  });

  it('also when the capability is too large to work out', () => {
    const theirs = readFilter(`(&${Array.from({ length: 32 }, (_, i) => `(|(a${i}=1)(b${i}=1))`).join('')})`);
    const result = negotiate({ page: page('200x200'), ours: IMAGE_CODINGS, theirs });
    expect(result).toMatchObject({ ok: true, format: { coding: 'MH' } });
    expect(result.why).toContain('too large to work out');
  });

  it('needs MH on our side', () => {
    const result = negotiate({ page: page('200x200'), ours: ['MMR'], theirs: undefined });
    expect(result.ok).toBe(false);
    expect(result.why).toContain('Profile S needs MH');
  });
});

describe('the account of a negotiation', () => {
  it('names what was offered, asked, chosen and why better forms fell out', () => {
    const theirs = readFilter(
      '(&(image-file-structure=TIFF-minimal)(dpi=[200,204])(dpi-xyratio=1)(image-coding=[MH,MR]))',
    );
    const { why, detail } = negotiate({ page: page('200x200'), ours: IMAGE_CODINGS, theirs });
    expect(why).toBe('MR at 200x200 on A4 is the best form both ends handle of a page scanned at 200x200 on A4');
    expect(detail.choice).toBe('MR at 200x200 on A4');
    expect(detail.theirs).toBe(
      '(&(image-file-structure=TIFF-minimal)(dpi=[200,204])(dpi-xyratio=1)(image-coding=[MH,MR]))',
    );
    expect(detail.ours).toContain('(dpi=200)(dpi-xyratio=[200/100,1])');
    expect(detail.rejected).toEqual([
      { candidate: 'any form in JBIG', constraint: '(image-coding=mh) or (image-coding=mr)' },
      { candidate: 'any form in MMR', constraint: '(image-coding=mh) or (image-coding=mr)' },
    ]);
    expect(detail.intersection).toContain(
      '(& (color=binary) (dpi=200) (dpi-xyratio=1) (image-coding=mr) (image-file-structure=tiff-minimal) (mrc-mode=0) (paper-size=a4) (size-x=1075/127))',
    );
  });

  it('lists every form both handle, best first, and what fell out below the choice', () => {
    const theirs = readFilter(`(&(paper-size=[A4,letter])(dpi=200)
      (|(&(dpi-xyratio=1)(image-coding=[MH,MMR]))(&(dpi-xyratio=2)(image-coding=MH))))`);
    const { detail } = negotiate({ page: page('200x200'), ours: ['MH', 'MR', 'MMR'], theirs });
    expect(detail.choice).toBe('MMR at 200x200 on A4');
    expect(detail.rejected).toEqual([]);
    expect(detail.accepted).toEqual(
      ['MMR at 200x200', 'MH at 200x200', 'MH at 200x100'].flatMap((form) => [`${form} on A4`, `${form} on letter`]),
    );
    expect(detail.rejectedBelow).toEqual([
      { candidate: 'any form on B4', constraint: '(paper-size=a4) or (paper-size=letter)' },
      { candidate: 'any form in MR', constraint: '(image-coding=mh) or (image-coding=mmr)' },
      { candidate: 'MMR at 200x100', constraint: '(image-coding=mh)' },
    ]);
  });

  it('rejects every candidate that is not accepted, in these words or by its kind', () => {
    const theirs = readFilter(
      '(|(&(dpi=400)(dpi-xyratio=1)(image-coding=MH)(paper-size=letter))(&(dpi=204)(image-coding=MR)(paper-size=A4)))',
    );
    const { detail } = negotiate({ page: page('400x400', 'B4'), ours: IMAGE_CODINGS, theirs });
    const told = [...detail.rejected, ...detail.rejectedBelow].map(({ candidate }) => candidate);
    for (const raster of ['400x400', '204x391', '200x200', '200x100']) {
      for (const coding of IMAGE_CODINGS) {
        for (const paper of PAPER_SIZES) {
          const form = `${coding} at ${raster} on ${paper}`;
          const kinds = [
            form,
            `${coding} at ${raster}`,
            `any form at ${raster}`,
            `any form in ${coding}`,
            `any form on ${paper}`,
          ];
          // One raster has one name of its family in the account: 204 where the far end says so.
          const names = kinds.flatMap((it) => [it, it.replace('200x200', '204x196').replace('200x100', '204x98')]);
          const accepted = names.some((name) => detail.accepted.includes(name));
          expect(accepted !== names.some((name) => told.includes(name)), form).toBe(true);
        }
      }
    }
  });

  it('a reason that is more work than its budget is left out, the rejection stands', () => {
    const narrowed = narrow(conjunctionsOf(readFilter('(dpi=[200,204])')), readFilter('(dpi=400)'), new StepBudget());
    expect(narrowed.alternatives).toEqual([]);
    expect(narrowed.refusal(new StepBudget(1))).toBe(TOO_LARGE_TO_EXPLAIN);
    expect(narrowed.refusal(new StepBudget())).toBe('(dpi=200) or (dpi=204)');
  });

  it('carries the repairs along', () => {
    const repairs = [{ kind: 'misspelt-tag', position: 3, what: 'x', sentence: 'x' }] as const;
    expect(negotiate({ page: page('200x200'), ours: ['MH'], theirs: undefined, repairs }).detail.repairs).toBe(repairs);
  });
});

describe('any two machines', () => {
  const someOf = <T>(all: readonly T[]) => fc.subarray([...all], { minLength: 1 });

  it('agree on a form the sender can make and the receiver listed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RESOLUTION_NAMES),
        fc.constantFrom(...PAPER_SIZES),
        someOf(IMAGE_CODINGS),
        someOf(RESOLUTION_NAMES),
        someOf(IMAGE_CODINGS),
        someOf(PAPER_SIZES),
        (scan, paper, ours, resolutions, codings, papers) => {
          const result = negotiate({ page: page(scan, paper), ours, theirs: receiver(resolutions, codings, papers) });
          const limit = resolutionClass(RESOLUTIONS[scan]);
          const within = resolutions.filter((name) => {
            const { x, y } = resolutionClass(RESOLUTIONS[name]);
            return x <= limit.x && y <= limit.y;
          });
          expect(result.ok).toBe(within.length > 0 && ours.some((coding) => codings.includes(coding)));
          if (!result.ok) return;
          const { format } = result;
          expect(ours).toContain(format.coding);
          expect(codings).toContain(format.coding);
          expect(papers).toContain(format.paper);
          expect(within).toContain(format.resolution.name);
          const area = (name: ResolutionName) =>
            resolutionClass(RESOLUTIONS[name]).x * resolutionClass(RESOLUTIONS[name]).y;
          expect(area(format.resolution.name)).toBe(Math.max(...within.map(area)));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('come to an end whatever the far end says', () => {
    fc.assert(
      fc.property(anyFilter, (theirs) => {
        const result = negotiate({ page: page('200x200'), ours: IMAGE_CODINGS, theirs });
        expect(result.why.length).toBeGreaterThan(0);
      }),
    );
  });
});
