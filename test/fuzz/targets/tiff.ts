import { checkProfile } from '../../../firmware/tiff/check-profile.ts';
import { MAX_PAGE_PELS } from '../../../firmware/tiff/limits.ts';
import { tiffPages } from '../../../firmware/tiff/read-tiff.ts';
import type { TiffPage } from '../../../firmware/tiff/tiff-page.ts';
import { stepBound } from '../../firmware/tiff/step-bound.ts';
import type { FuzzTarget } from '../target.ts';
import { tiffFiles } from '../tiff-files.ts';

/** Pages that a spoilt length made longer are decoded now and then only: they cost the time of hundreds of inputs. */
const SMALL_PELS = 1 << 17;
const LARGE_PELS = 1 << 23;
const ONE_LARGE_IN = 100;
const PROFILES = ['S', 'F', 'J'] as const;

export const target: FuzzTarget = {
  name: 'tiff',
  corpus: tiffFiles,
  read: (octets, chance) => {
    for (const page of tiffPages(octets)) {
      if (typeof page === 'string') checkSentence(page);
      else checkPage(page, octets.length, chance);
    }
    if (chance(8) === 0) checkProfile(octets, PROFILES[chance(PROFILES.length)] ?? 'F');
  },
};

function checkSentence(sentence: string): void {
  if (sentence === '' || sentence.includes('\n')) throw new Error(`no sentence: ${JSON.stringify(sentence)}`);
}

function checkPage(page: TiffPage, fileOctets: number, chance: (below: number) => number): void {
  const pels = page.width * page.height;
  if (!(pels >= 1 && pels <= MAX_PAGE_PELS)) throw new Error(`${page.width} × ${page.height} pels`);
  if (pels > (chance(ONE_LARGE_IN) === 0 ? LARGE_PELS : SMALL_PELS)) return;
  const { raster, steps, badRows, codedRows, damage } = page.decode(chance(4) === 0 ? 'strict' : 'conceal');
  if (raster.width !== page.width || raster.height !== page.height)
    throw new Error(`${raster.width} × ${raster.height}`);
  const { imageWidth, imageLength, strips } = page.stored;
  if (badRows > imageLength || codedRows > imageLength) {
    throw new Error(`${badRows} bad, ${codedRows} coded of ${imageLength} rows`);
  }
  if (badRows > 0 && damage === undefined) throw new Error(`${badRows} bad rows without a word`);
  // A page with bad rows is read again up to what follows its strips; all strips together have no more octets than the file.
  const most =
    page.coding === 'JBIG'
      ? 2 * (fileOctets + imageLength * (imageWidth + 2))
      : stepBound(fileOctets, imageLength, 0) + strips * stepBound(0, 0, imageWidth);
  if (steps > most) throw new Error(`${steps} steps, ${most} are the most`);
}
