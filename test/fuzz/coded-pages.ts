import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import { encodeMh } from '../../firmware/coding/encode-mh.ts';
import { encodeMmr } from '../../firmware/coding/encode-mmr.ts';
import { encodeMr } from '../../firmware/coding/encode-mr.ts';
import { adversarialPages } from '../firmware/coding/adversarial-pages.ts';
import { craftTiff, short } from '../firmware/tiff/crafted-tiff.ts';
import { type CodedTiffPage, codedTiffPages } from '../support/coded-tiff.ts';
import { missingPackages } from '../support/programs.ts';

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
  if (missingPackages({ 'libtiff-tools': ['tiffcp'] }).length > 0) return [];
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  try {
    const plain = pages.map(({ width, height, octets }) => ({
      fields: [
        short(256, width),
        short(257, height),
        short(258, 1),
        short(259, 1),
        short(262, 0),
        short(277, 1),
        short(278, height),
      ],
      strips: [octets],
    }));
    writeFileSync(join(folder, 'plain.tif'), craftTiff(plain, { sorted: true }));
    return options.flatMap((option) => {
      const done = spawnSync('tiffcp', ['-c', option, '-f', 'msb2lsb', '-r', String(ROWS), 'plain.tif', 'coded.tif'], {
        cwd: folder,
      });
      if (done.status !== 0) throw new Error(`tiffcp -c ${option}: ${done.stderr.toString()}`);
      return codedTiffPages(readFileSync(join(folder, 'coded.tif'))).flatMap((page: CodedTiffPage) => page.strips);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
