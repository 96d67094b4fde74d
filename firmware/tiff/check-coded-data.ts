import { readImageHeader } from '../coding/jbig/image-header.ts';
import { endsWithEofb } from './eofb.ts';
import type { Ifd } from './ifd.ts';
import type { BreachList } from './profile-breach.ts';
import type { ProfileRules } from './profile-rules.ts';
import { T4Ends } from './t4-ends.ts';
import { TAGS } from './tags.ts';
import { readPage, type TiffPage } from './tiff-page.ts';

/** T4Options bit 2. */
const ALIGNED = 4;

/** What the coded octets must begin and end with, strip by strip: EOLs and RTC of T.4, EOFB of T.6, the header of T.82. */
export function checkCodedData(octets: Uint8Array, ifd: Ifd, rules: ProfileRules, list: BreachList): void {
  const page = readPage(octets, ifd, { left: octets.length });
  if (typeof page === 'string') return;
  for (let index = 0; index < page.stored.strips && !list.full; index += 1) {
    const strip = page.strip(index);
    const what = page.stored.strips === 1 ? 'image data' : `image data of strip ${index}`;
    if (page.coding === 'MH' || page.coding === 'MR') checkT4(page, ifd, strip, what, rules, list);
    else if (page.coding === 'MMR') {
      list.expect('4.5.6', what, 'no EOFB at the end', 'EOFB, then pad bits', endsWithEofb(strip));
    } else if (page.coding === 'JBIG') {
      checkJbig(page, strip, what, list);
    }
  }
}

/** RFC 3949 5.2.3: T.82 as T.85 restricts it; the width is told twice. */
function checkJbig(page: TiffPage, strip: Uint8Array, what: string, list: BreachList): void {
  const reading = readImageHeader(strip);
  if (!reading.ok) {
    list.expect('5.2.3', what, reading.sentence, 'a bi-level image entity of T.85');
    return;
  }
  const { width } = reading.header;
  const { imageWidth } = page.stored;
  list.expect('5.2.3', `${what}, XD`, width, `ImageWidth, ${imageWidth}`, width === imageWidth);
}

function checkT4(
  page: TiffPage,
  ifd: Ifd,
  strip: Uint8Array,
  what: string,
  rules: ProfileRules,
  list: BreachList,
): void {
  const minimal = rules.name === 'S';
  const aligned = ((ifd.integer(TAGS.T4Options) ?? 0) & ALIGNED) !== 0;
  const ends = new T4Ends(strip, page.coding === 'MR');
  list.expect(minimal ? '3.4' : '4.5.4', what, 'no EOL at the beginning', 'an EOL before each row', ends.beginsWithEol);
  const edge = `${ends.unaligned} EOLs within octets`;
  if (aligned) list.expect(minimal ? '3.4' : '4.5.3', what, edge, 'EOLs on octet boundaries', ends.unaligned === 0);
  const section = minimal ? '3.4.1' : '4.5.5';
  if (ends.rtc && aligned) list.expect(section, what, 'RTC at the end', 'no RTC where EOLs are byte-aligned');
  else if (ends.rtc) list.advise(section, what, 'RTC at the end', 'no RTC');
  else
    list.expect(minimal ? '3.4' : '4.5.4', what, 'an EOL at the end', 'no EOL after the last row', !ends.endsWithEol);
}
