import { checkCodedData } from './check-coded-data.ts';
import { checkFields } from './check-fields.ts';
import { checkGlobalParameters } from './check-global-parameters.ts';
import { checkStructure } from './check-structure.ts';
import { readHeader, readIfds } from './ifd-reader.ts';
import { BreachList, type ProfileBreach } from './profile-breach.ts';
import { PROFILE_RULES, type ProfileName } from './profile-rules.ts';
import { tagName } from './tags.ts';

/**
 * Lists what keeps a file from being TIFF-FX of a profile (RFC 3949), fields, order of the file and ends of lines and pages
 * among it; an empty list when nothing does. Pels are not decoded.
 */
export function checkProfile(octets: Uint8Array, name: ProfileName): readonly ProfileBreach[] {
  const rules = PROFILE_RULES[name];
  const list = new BreachList();
  const header = readHeader(octets);
  const file = readIfds(octets);
  if (!header.ok || !file.ok) {
    list.expect('2.1', 'file', file.ok ? undefined : file.sentence, 'TIFF');
    return list.breaches;
  }
  const { byteOrder } = file;
  if (name === 'S') list.expect('3.5', 'byte order', byteOrder, 'II', byteOrder === 'II');
  else list.expect('2.1.1', 'byte order', byteOrder, 'II or MM', byteOrder === 'II' || byteOrder === 'MM');

  let end = 8;
  for (const [page, ifd] of file.ifds.entries()) {
    if (list.full) break;
    list.page = page;
    for (const tag of new Set(ifd.repeated)) {
      list.expect('TIFF 6.0 2', tagName(tag), 'more than once', 'one entry a field');
    }
    list.expect('TIFF 6.0 2', 'entries', 'unsorted', 'in ascending order of tags', ifd.ascending);
    end = checkStructure({ octets, ifd, page, end, rules, list });
    checkFields(ifd, { page, pages: file.ifds.length }, rules, list);
    checkGlobalParameters(octets, header, ifd, rules, list);
    checkCodedData(octets, ifd, rules, list);
  }
  return list.breaches;
}
