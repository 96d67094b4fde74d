import type { Ifd } from './ifd.ts';
import { MAX_ROWS } from './limits.ts';
import type { BreachList } from './profile-breach.ts';
import type { ProfileRules } from './profile-rules.ts';
import { TAGS } from './tags.ts';

export interface PlaceInFile {
  readonly octets: Uint8Array;
  readonly ifd: Ifd;
  /** From 0. */
  readonly page: number;
  /** Where the page before ends. */
  readonly end: number;
  readonly rules: ProfileRules;
  readonly list: BreachList;
}

const FIRST_IFD_AT = 8;
const RATIONAL_OCTETS = 8;

/** Where the parts of a page lie (RFC 3949 3.5, as advice 4.4.6); answers where the page ends. */
export function checkStructure(place: PlaceInFile): number {
  const { ifd, list } = place;
  list.expect('TIFF 6.0 2', 'IFD offset', ifd.offset, 'on a word boundary', (ifd.offset & 1) === 0);
  checkStripsInside(place);
  return place.rules.structure.required ? checkMinimalOrder(place) : adviseOrder(place);
}

/** RFC 3949 2.2.1: an offset from the beginning of the file to each strip, and the octets of each. */
function checkStripsInside({ octets, ifd, list }: PlaceInFile): void {
  for (let index = 0; index < stripCount(ifd) && !list.full; index += 1) {
    const start = ifd.integer(TAGS.StripOffsets, index);
    const size = ifd.integer(TAGS.StripByteCounts, index);
    if (start === undefined || size === undefined) return;
    const ok = size > 0 && start >= FIRST_IFD_AT && start + size <= octets.length;
    const found = `${size} octets at offset ${start}`;
    list.expect('2.2.1', `strip ${index}`, found, `octets inside the file of ${octets.length}`, ok);
  }
}

/** RFC 3949 3.5: header, then page by page IFD, its two RATIONALs, its one strip. */
function checkMinimalOrder({ octets, ifd, page, end, list }: PlaceInFile): number {
  const first = page === 0;
  const placed = first ? ifd.offset === FIRST_IFD_AT : ifd.offset >= end;
  list.expect('3.5', 'IFD offset', ifd.offset, first ? `${FIRST_IFD_AT}` : `from ${end} on`, placed);
  const strips = ifd.count(TAGS.StripOffsets);
  list.expect('3.5', 'strips', strips, '1', strips === 1);
  const values = ifd.offset + 2 + ifd.entryCount * 12 + 4;
  const x = ifd.entries.get(TAGS.XResolution)?.valuesAt;
  const y = ifd.entries.get(TAGS.YResolution)?.valuesAt;
  const behind = x === values ? y === values + RATIONAL_OCTETS : y === values && x === values + RATIONAL_OCTETS;
  const what = 'offsets of XResolution and YResolution';
  list.expect('3.5', what, `${x ?? 'none'} and ${y ?? 'none'}`, `right behind the IFD, ${values}`, behind);
  const strip = ifd.integer(TAGS.StripOffsets);
  const size = ifd.integer(TAGS.StripByteCounts) ?? 0;
  const data = values + 2 * RATIONAL_OCTETS;
  const inPlace = strip !== undefined && strip >= data && strip + size <= octets.length;
  list.expect('3.5', 'strip offset', strip, `inside the file, from ${data} on`, inPlace);
  return (strip ?? data) + size;
}

/** RFC 3949 4.4.6 and 2.1.3: the same as far as simplicity asks for it. */
function adviseOrder({ ifd, end, rules, list }: PlaceInFile): number {
  const { section } = rules.structure;
  const strips = stripCount(ifd);
  list.advise(section, 'strips', strips, '1', strips <= 1);
  let last = end;
  let ordered = true;
  for (let index = 0; index < strips; index += 1) {
    const start = ifd.integer(TAGS.StripOffsets, index) ?? 0;
    ordered &&= start >= last;
    last = Math.max(last, start + (ifd.integer(TAGS.StripByteCounts, index) ?? 0));
  }
  const first = ifd.integer(TAGS.StripOffsets) ?? ifd.offset;
  list.advise(section, 'IFD offset', ifd.offset, `before its image data at ${first}`, ifd.offset <= first);
  list.advise(section, 'image data', 'in another order', 'in the order of pages and rows', ordered);
  return last;
}

function stripCount(ifd: Ifd): number {
  return Math.min(ifd.count(TAGS.StripOffsets), MAX_ROWS);
}
