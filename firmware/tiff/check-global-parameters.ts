import type { Ifd } from './ifd.ts';
import { globalParameters, type TiffHeader } from './ifd-reader.ts';
import type { BreachList } from './profile-breach.ts';
import type { ProfileRules } from './profile-rules.ts';
import { TAGS, TYPES, tagName, typeName } from './tags.ts';

/** RFC 3949 2.2.4. */
const TYPES_OF: ReadonlyMap<number, number> = new Map([
  [TAGS.ProfileType, TYPES.LONG],
  [TAGS.FaxProfile, TYPES.BYTE],
  [TAGS.CodingMethods, TYPES.LONG],
  [TAGS.VersionYear, TYPES.BYTE],
  [TAGS.ModeNumber, TYPES.BYTE],
]);

/** The optional directory of what holds for the whole file: where it is, and what it says of the profile. */
export function checkGlobalParameters(
  octets: Uint8Array,
  header: TiffHeader,
  ifd: Ifd,
  rules: ProfileRules,
  list: BreachList,
): void {
  const global = globalParameters(octets, header, ifd);
  if (global === undefined) return;
  if (list.page !== 0) list.advise('2.2.4', 'GlobalParametersIFD', 'in a later IFD', 'in the first IFD');
  if (typeof global === 'string') {
    list.expect('2.2.4', 'GlobalParametersIFD', global, 'an IFD');
    return;
  }
  for (const [tag, type] of TYPES_OF) {
    const found = global.entries.get(tag)?.type;
    if (found !== undefined) {
      list.expect('2.2.4', tagName(tag), `type ${typeName(found)}`, `type ${typeName(type)}`, found === type);
    }
  }
  const profile = global.integer(TAGS.FaxProfile);
  if (profile === undefined) return;
  const expected = `${rules.faxProfile}, Profile ${rules.name}`;
  list.expect('2.2.4', 'FaxProfile', profile, expected, profile === rules.faxProfile);
}
