import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { OriginalError } from '../../../device-model/scanner/original-error.ts';
import { openPaper } from '../../../rig/paper/open-paper.ts';
import { paperKind } from '../../../rig/paper/paper-kind.ts';
import { expandedElements } from '../../../rig/paper/svg-expansion.ts';
import { A4_POINTS, plainPdf } from './plain-pdf.ts';
import { blackShare, scanFile } from './scan-paper.ts';

describe('a file becomes paper by what is in it, not by its name', () => {
  const black = sharp({ create: { width: 827, height: 1169, channels: 3, background: '#000' } }).withMetadata({
    density: 100,
  });

  test.each(['png', 'jpeg', 'webp', 'tiff'] as const)('%s', async (format) => {
    const [page] = await scanFile('anything', await black.clone().toFormat(format).toBuffer());
    expect(page?.paper).toBe('A4');
    expect(page === undefined ? 0 : blackShare(page, [10, 10, 200, 280])).toBe(1);
  });

  test('several files of several kinds lie in one feeder in order', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297"/>';
    const sheets = await Promise.all([
      openPaper('a.pdf', plainPdf([A4_POINTS, A4_POINTS].map((size) => ({ ...size, draw: '' })))),
      openPaper('b.svg', Buffer.from(`<?xml version="1.0"?>\n<!-- drawn -->\n${svg}`)),
      openPaper('c.webp', await black.clone().webp().toBuffer()),
    ]);
    expect(sheets.flat().map(({ label }) => label)).toEqual(['a.pdf (page 1)', 'a.pdf (page 2)', 'b.svg', 'c.webp']);
  });
});

describe('what is no paper is refused with one sentence', () => {
  const EXPECTED = 'expected a PNG, JPEG, WebP, TIFF, SVG or PDF file.';
  const refusal = async (octets: Uint8Array): Promise<string> => {
    const error: unknown = await openPaper('x', octets).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(OriginalError);
    return error instanceof Error ? error.message : '';
  };

  test.each([
    ['GIF89a', 'the file is a GIF picture'],
    ['BM....', 'the file is a BMP picture'],
    ['%!PS-Adobe-3.0', 'the file is a PostScript file'],
    ['PK\x03\x04', 'the file is a ZIP archive or an office document'],
    ['', 'the file is empty'],
    ['hello', 'the file is of no kind that is known here'],
    ['<html><body/></html>', 'the file is of no kind that is known here'],
  ])('%j', async (octets, problem) => {
    expect(await refusal(Buffer.from(octets, 'latin1'))).toBe(`x: ${problem}; ${EXPECTED}`);
  });

  test('a WebP cut short', async () => {
    const webp = await sharp({ create: { width: 99, height: 99, channels: 3, background: '#000' } })
      .webp()
      .toBuffer();
    expect(await refusal(webp.subarray(0, webp.length - 4))).toContain('the WebP file ends too early');
  });

  test('whatever the octets, it is a sheet or a sentence', async () => {
    const heads = [
      '',
      '%PDF-1.7\n',
      'II*\0\x08\0\0\0',
      'MM\0*\0\0\0\x08',
      '<svg ',
      'RIFF\x04\0\0\0WEBP',
      '\x89PNG\r\n\x1a\n',
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 200 }), async (head, tail) => {
        const octets = Buffer.concat([Buffer.from(head, 'latin1'), tail]);
        await openPaper('noise', octets).catch((error: unknown) => expect(error).toBeInstanceOf(OriginalError));
      }),
      { numRuns: 150 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (octets) => {
        paperKind(octets);
      }),
    );
  });
});

describe('the elements of a drawing', () => {
  const count = (inside: string): number => expandedElements(`<svg>${inside}</svg>`, 100_000);

  test('are counted with references followed', () => {
    expect(count('')).toBe(1);
    expect(count('<!-- <g/> --><![CDATA[<g/>]]><?a <g/>?><g><rect a=">"/></g>')).toBe(3);
    expect(count('<g id="a"><rect/><rect/></g><use href="#a"/><use xlink:href = \'#a\'/>')).toBe(1 + 3 + 2 + 6);
    expect(count('<pattern id="p"><rect/></pattern><rect fill="url(#p)"/><rect style="mask:url(\'#p\')"/>')).toBe(
      3 + 2 + 4,
    );
    expect(count('<linearGradient id="g"><stop/><stop/></linearGradient><rect fill="url(#none)"/>')).toBe(2);
  });

  test('are finite in circles, and never fail', () => {
    expect(count('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>')).toBeLessThan(20);
    const part = fc.constantFrom(
      '<g id="a">',
      '<g id="b">',
      '</g>',
      '<use href="#a"/>',
      '<use href="#b"/>',
      '"',
      '<!--',
      '-->',
      '<',
      '>',
      '<g',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
        expect(expandedElements(parts.join(''), 1000)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
