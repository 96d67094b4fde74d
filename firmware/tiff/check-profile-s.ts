import type { Ifd } from './ifd.ts';
import { readIfds } from './ifd-reader.ts';
import { TAGS, tagName } from './tags.ts';

/** One clause of RFC 3949 that a file breaks. */
export interface ProfileBreach {
  /** Page from 0; undefined when it concerns the whole file. */
  readonly page: number | undefined;
  /** Section of RFC 3949. */
  readonly section: string;
  /** Field name or part of the file. */
  readonly what: string;
  readonly found: string;
  readonly expected: string;
}

interface FieldRule {
  readonly section: string;
  readonly allowed?: readonly number[];
  /** May be left out, having this default. */
  readonly omittable?: boolean;
}

/** RFC 3949 2.2.1, 3.2.1, 3.2.2: the required fields of Profile S and the values they may have. */
const FIELDS: ReadonlyMap<number, FieldRule> = new Map([
  [TAGS.NewSubfileType, { section: '3.2.1', allowed: [2] }],
  [TAGS.ImageWidth, { section: '3.2.1', allowed: [1728] }],
  [TAGS.ImageLength, { section: '2.2.1' }],
  [TAGS.BitsPerSample, { section: '3.2.1', allowed: [1], omittable: true }],
  [TAGS.Compression, { section: '3.2.1', allowed: [3] }],
  [TAGS.PhotometricInterpretation, { section: '3.2.1', allowed: [0] }],
  [TAGS.FillOrder, { section: '3.2.1', allowed: [2] }],
  [TAGS.StripOffsets, { section: '2.2.1' }],
  [TAGS.SamplesPerPixel, { section: '3.2.1', allowed: [1], omittable: true }],
  [TAGS.RowsPerStrip, { section: '2.2.1' }],
  [TAGS.StripByteCounts, { section: '2.2.1' }],
  [TAGS.XResolution, { section: '3.2.1', allowed: [200, 204] }],
  [TAGS.YResolution, { section: '3.2.1', allowed: [98, 100, 196, 200] }],
  [TAGS.T4Options, { section: '3.2.2', allowed: [0, 4] }],
  [TAGS.ResolutionUnit, { section: '3.2.1', allowed: [2], omittable: true }],
  [TAGS.PageNumber, { section: '2.2.1' }],
]);

const RATIONALS_OCTETS = 16;

/** Lists what keeps a file from being TIFF-FX Profile S; an empty list when nothing does. The image data are not decoded. */
export function checkProfileS(octets: Uint8Array): readonly ProfileBreach[] {
  const file = readIfds(octets);
  if (!file.ok) return [{ page: undefined, section: '2.1', what: 'file', found: file.sentence, expected: 'TIFF' }];
  const breaches: ProfileBreach[] = [];
  const expect: Expect = (page, section, what, found, expected, ok) => {
    if (!ok) breaches.push({ page, section, what, found: String(found ?? 'missing'), expected });
  };
  expect(undefined, '3.5', 'byte order', file.byteOrder, 'II', file.byteOrder === 'II');
  let end = 8;
  file.ifds.forEach((ifd, page) => {
    const first = page === 0;
    const placed = first ? ifd.offset === 8 : ifd.offset >= end && (ifd.offset & 1) === 0;
    expect(page, '3.5', 'IFD offset', ifd.offset, first ? '8' : `an even offset from ${end} on`, placed);
    for (const [tag, rule] of FIELDS) checkField(ifd, tag, rule, page, expect);
    for (const tag of ifd.entries.keys()) {
      expect(page, '3.3', tagName(tag), 'present', 'no optional fields', FIELDS.has(tag));
    }
    checkPageNumber(ifd, page, file.ifds.length, expect);
    const strips = ifd.count(TAGS.StripOffsets);
    expect(page, '3.5', 'strips', strips, '1', strips === 1);
    const rationalsAt = ifd.offset + 2 + ifd.entries.size * 12 + 4;
    const x = ifd.entries.get(TAGS.XResolution)?.valuesAt;
    const y = ifd.entries.get(TAGS.YResolution)?.valuesAt;
    const behind = x === rationalsAt ? y === rationalsAt + 8 : y === rationalsAt && x === rationalsAt + 8;
    expect(
      page,
      '3.5',
      'offsets of XResolution and YResolution',
      `${x} and ${y}`,
      `right behind the IFD, ${rationalsAt}`,
      behind,
    );
    const strip = ifd.integer(TAGS.StripOffsets);
    const size = ifd.integer(TAGS.StripByteCounts) ?? 0;
    const data = rationalsAt + RATIONALS_OCTETS;
    const inPlace = strip !== undefined && strip >= data && strip + size <= octets.length;
    expect(page, '3.5', 'strip offset', strip, `inside the file, from ${data} on`, inPlace);
    end = (strip ?? data) + size;
  });
  return breaches;
}

type Expect = (
  page: number | undefined,
  section: string,
  what: string,
  found: string | number | undefined,
  expected: string,
  ok: boolean,
) => void;

function checkField(ifd: Ifd, tag: number, rule: FieldRule, page: number, expect: Expect): void {
  const value = ifd.rational(tag);
  if (value === undefined) {
    expect(page, rule.section, tagName(tag), undefined, 'present', rule.omittable === true && !ifd.entries.has(tag));
  } else if (rule.allowed !== undefined) {
    expect(page, rule.section, tagName(tag), value, rule.allowed.join(' or '), rule.allowed.includes(value));
  }
}

/** RFC 3949 2.2.1: the page's number from 0, then the count of pages or 0 when unknown. */
function checkPageNumber(ifd: Ifd, page: number, pages: number, expect: Expect): void {
  const number = ifd.integer(TAGS.PageNumber);
  const total = ifd.integer(TAGS.PageNumber, 1);
  const ok = number === page && (total === pages || total === 0);
  expect(page, '2.2.1', 'PageNumber', `${number ?? 'missing'},${total ?? 'missing'}`, `${page},${pages}`, ok);
}
