import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import type { ImageCoding } from '../capability/image-coding.ts';
import { BitWriter } from '../coding/bit-writer.ts';
import { encodeMh } from '../coding/encode-mh.ts';
import { encodeMmr } from '../coding/encode-mmr.ts';
import { encodeMr, mrK } from '../coding/encode-mr.ts';
import { ArithmeticEncoder } from '../coding/jbig/arithmetic-encoder.ts';
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

/** What coding needs beside the page; one for all pages of a job leaves none behind for the collector. */
export class CodingSpare {
  readonly bits = new BitWriter();
  readonly arithmetic = new ArithmeticEncoder();
}

type PageCoder = (page: PageToCode, spare: CodingSpare) => Uint8Array;

/** One coder a coding: K of MR by the resolution, JBIG in stripes of T.85's basic 128 rows. */
const CODERS: Readonly<Record<ImageCoding, PageCoder>> = {
  MH: ({ raster }, spare) => encodeMh(raster, { spare: spare.bits }),
  MR: ({ raster, resolution }, spare) => encodeMr(raster, { k: mrK(resolution.yDpi), spare: spare.bits }),
  MMR: ({ raster }, spare) => encodeMmr(raster, spare.bits),
  JBIG: ({ raster }, spare) => encodeJbig(raster, { spare: spare.arithmetic }),
};

/** The codings of each profile (RFC 3949 3.2, 4.2.1, 5.2.1). */
export const PROFILE_CODINGS: Readonly<Record<ProfileName, readonly ImageCoding[]>> = {
  S: ['MH'],
  F: ['MH', 'MR', 'MMR'],
  J: ['JBIG'],
};

/**
 * Codes a page for `TiffFxWriter`; a sentence when the profile has no such page.
 */
export function codePage(
  page: PageToCode,
  coding: ImageCoding,
  profile: ProfileName,
  spare: CodingSpare = new CodingSpare(),
): CodedPage | string {
  const { raster, resolution } = page;
  const { width, height } = raster;
  if (!PROFILE_CODINGS[profile].includes(coding)) {
    return `Profile ${profile} has no pages coded in ${coding}, expected ${PROFILE_CODINGS[profile].join(' or ')}`;
  }
  const problem = formProblem(width, resolution, profile);
  if (problem !== undefined) return problem;
  return { strip: CODERS[coding](page, spare), width, height, coding, resolution };
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
