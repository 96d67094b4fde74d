import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import type { ImageCoding } from '../capability/image-coding.ts';
import { encodeMh } from '../coding/encode-mh.ts';
import { encodeMmr } from '../coding/encode-mmr.ts';
import { encodeMr, mrK } from '../coding/encode-mr.ts';
import { encodeJbig } from '../coding/jbig/encode-jbig.ts';
import { isLegalWidth, legalForm } from './legal-forms.ts';
import { PROFILE_RULES, type ProfileName } from './profile-rules.ts';
import { TAGS } from './tags.ts';
import type { CodedPage } from './write-tiff-fx.ts';

export interface PageToCode {
  readonly raster: BilevelRaster;
  /** Dots per inch. */
  readonly resolution: { readonly xDpi: number; readonly yDpi: number };
}

type PageCoder = (page: PageToCode) => Uint8Array;

/** One coder a coding, K of MR by the resolution. */
const CODERS: Readonly<Partial<Record<ImageCoding, PageCoder>>> = {
  MH: ({ raster }) => encodeMh(raster),
  MR: ({ raster, resolution }) => encodeMr(raster, { k: mrK(resolution.yDpi) }),
  MMR: ({ raster }) => encodeMmr(raster),
  JBIG: ({ raster }) => encodeJbig(raster),
};

/** The codings of each profile (RFC 3949 3.2, 4.2.1, 5.2.1). */
export const PROFILE_CODINGS: Readonly<Record<ProfileName, readonly ImageCoding[]>> = {
  S: ['MH'],
  F: ['MH', 'MR', 'MMR'],
  J: ['JBIG'],
};

/** Codes a page for `writeTiffFx`; a sentence when the profile has no such page, or nothing codes it here. */
export function codePage(page: PageToCode, coding: ImageCoding, profile: ProfileName): CodedPage | string {
  const { raster, resolution } = page;
  const { width, height } = raster;
  if (!PROFILE_CODINGS[profile].includes(coding)) {
    return `Profile ${profile} has no pages coded in ${coding}, expected ${PROFILE_CODINGS[profile].join(' or ')}`;
  }
  const problem = formProblem(width, resolution, profile);
  if (problem !== undefined) return problem;
  const coder = CODERS[coding];
  if (coder === undefined) return `pages cannot be coded in ${coding} here`;
  return { strip: coder(page), width, height, coding, resolution };
}

function formProblem(
  width: number,
  { xDpi, yDpi }: PageToCode['resolution'],
  profile: ProfileName,
): string | undefined {
  const allowed = (tag: number): readonly number[] | undefined =>
    PROFILE_RULES[profile].fields.find((rule) => rule.tag === tag)?.allowed;
  const form = legalForm(xDpi, yDpi);
  const outside = (tag: number, value: number): boolean => allowed(tag)?.includes(value) === false;
  if (form === undefined || outside(TAGS.XResolution, xDpi) || outside(TAGS.YResolution, yDpi)) {
    return `Profile ${profile} has no pages of ${xDpi}×${yDpi} dpi`;
  }
  const widths = allowed(TAGS.ImageWidth) ?? Object.values(form.widths);
  if (isLegalWidth(form, width) && widths.includes(width)) return undefined;
  return `a page of Profile ${profile} at ${xDpi}×${yDpi} dpi is ${widths.join(' or ')} pels wide, not ${width}`;
}
