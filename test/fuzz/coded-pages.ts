import { readFileSync, writeFileSync } from 'node:fs';
import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import { encodeMh } from '../../firmware/coding/encode-mh.ts';
import { encodeMmr } from '../../firmware/coding/encode-mmr.ts';
import { encodeMr } from '../../firmware/coding/encode-mr.ts';
import { adversarialPages } from '../firmware/coding/adversarial-pages.ts';
import { type CodedTiffPage, codedTiffPages } from '../support/coded-tiff.ts';
import { madeBy } from './made-by.ts';
import { plainTiff } from './plain-tiff.ts';

export type FuzzedCoding = 'mh' | 'mr' | 'mmr';

/** The width all pages have that inputs are made of: small, and no whole number of octets. */
export const FUZZED_WIDTH = 203;
const ROWS = 12;
const OPTIONS: Readonly<Record<FuzzedCoding, readonly string[]>> = {
  mh: ['g3:1d', 'g3:1d:fill'],
  mr: ['g3:2d', 'g3:2d:fill'],
  mmr: ['g4'],
};

/** Coded pages of libtiff's making and of ours, of ours alone where its programs are not installed. */
export function codedPages(coding: FuzzedCoding): readonly Uint8Array[] {
  const pages = Object.values(adversarialPages(FUZZED_WIDTH, ROWS));
  return [...byLibtiff(pages, OPTIONS[coding]), ...pages.flatMap((page) => ours(page, coding))];
}

function ours(page: BilevelRaster, coding: FuzzedCoding): readonly Uint8Array[] {
  switch (coding) {
    case 'mh':
      return [encodeMh(page, { rtc: true }), encodeMh(page, { byteAlignedEols: true })];
    case 'mr':
      return [encodeMr(page, { k: 4, rtc: true }), encodeMr(page, { k: 2, byteAlignedEols: true })];
    case 'mmr':
      return [encodeMmr(page)];
  }
}

function byLibtiff(pages: readonly BilevelRaster[], options: readonly string[]): readonly Uint8Array[] {
  return madeBy({ 'libtiff-tools': ['tiffcp'] }, ({ file, run }) => {
    writeFileSync(file('plain.tif'), plainTiff(pages));
    return options.flatMap((option) => {
      run('tiffcp', '-c', option, '-f', 'msb2lsb', '-r', String(ROWS), 'plain.tif', 'coded.tif');
      return codedTiffPages(readFileSync(file('coded.tif'))).flatMap((page: CodedTiffPage) => page.strips);
    });
  });
}
