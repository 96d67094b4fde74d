import { checkProfile } from '../../firmware/tiff/check-profile.ts';
import type { ProfileBreach } from '../../firmware/tiff/profile-breach.ts';
import type { ProfileName } from '../../firmware/tiff/profile-rules.ts';
import { tagNumber } from '../../firmware/tiff/tags.ts';
import type { FileReport } from './file-report.ts';
import { type NumberedPage, openTiffFile, type TiffFile } from './open-tiff-file.ts';

/**
 * `dpsim tiff check`: the clauses of RFC 3949 that the file breaks, and the health of its pels. Without a profile asked for, those
 * its coding can have: J for JBIG, S and F for the others; one that it conforms to is enough.
 */
export async function tiffCheck(name: string, asked: ProfileName | undefined): Promise<FileReport> {
  const file = await openTiffFile(name);
  const profiles = (asked === undefined ? likelyProfiles(file) : [asked]).map((profile) => {
    const all = checkProfile(file.octets, profile);
    return {
      profile,
      breaches: all.filter(({ advice }) => advice !== true).map(breachFacts),
      advice: all.filter(({ advice }) => advice === true).map(breachFacts),
    };
  });
  const pages = file.pages.map(pageHealth);
  const conforms = profiles.filter(({ breaches }) => breaches.length === 0).map(({ profile }) => profile);
  const healthy = pages.every(({ badRows }) => badRows === 0) && file.problems.length === 0;
  return {
    code: conforms.length > 0 && healthy ? 0 : 1,
    json: { file: name, conforms, profiles, pages, problems: file.problems },
    story: [
      ...profiles.flatMap(({ profile, breaches, advice }) => [
        breaches.length === 0
          ? `Profile ${profile}: conforms`
          : `Profile ${profile}: breaks ${clauses(breaches.length)}`,
        ...breaches.map((breach) => `  ${breachLine(breach)}`),
        ...advice.map((breach) => `  advice: ${breachLine(breach)}`),
      ]),
      ...pages.map(healthLine),
      ...file.problems.map((sentence) => `unreadable: ${sentence}`),
    ],
  };
}

function likelyProfiles({ pages }: TiffFile): readonly ProfileName[] {
  return pages.some(({ page }) => page.coding === 'JBIG') ? ['J'] : ['S', 'F'];
}

type BreachFacts = ReturnType<typeof breachFacts>;

function breachFacts({ page, section, what, found, expected }: ProfileBreach) {
  return {
    page: page === undefined ? null : page + 1,
    clause: section.startsWith('TIFF') ? section : `RFC 3949 ${section}`,
    tag: tagNumber(what) ?? null,
    what,
    found,
    expected,
  };
}

function breachLine({ page, clause, tag, what, found, expected }: BreachFacts): string {
  const where = page === null ? 'file' : `page ${page}`;
  const field = tag === null ? what : `${what}(${tag})`;
  return `${where}: ${clause}: ${field} is ${found}, expected ${expected}`;
}

function pageHealth({ number, page }: NumberedPage) {
  const { raster, badRows, firstBadRow, damage } = page.decode('conceal');
  const told = badRows > 0 ? (damage ?? null) : null;
  return { page: number, rows: raster.height, badRows, firstBadRow: firstBadRow ?? null, damage: told };
}

function healthLine({ page, rows, badRows, damage }: ReturnType<typeof pageHealth>): string {
  if (badRows === 0) return `pels of page ${page}: ${rows} rows, all good`;
  return `pels of page ${page}: ${badRows} of ${rows} rows bad: ${damage ?? ''}`;
}

function clauses(count: number): string {
  return count === 1 ? '1 clause' : `${count} clauses`;
}
