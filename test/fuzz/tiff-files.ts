import { readFileSync, writeFileSync } from 'node:fs';
import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import { IMAGE_CODINGS } from '../../firmware/capability/image-coding.ts';
import { codePage } from '../../firmware/tiff/code-page.ts';
import { writeTiffFx } from '../../firmware/tiff/write-tiff-fx.ts';
import { adversarialPages } from '../firmware/coding/adversarial-pages.ts';
import { madeBy } from './made-by.ts';
import { plainTiff } from './plain-tiff.ts';

/** The width of a fax row: files of the machine's own have no other. Few rows, so that an input is read soon. */
const WIDTH = 1728;
const ROWS = 6;
/** tiffcp's options: codings, strips, byte orders, fill orders. */
const COPIES = [
  ['-c', 'none', '-r', '2'],
  ['-c', 'packbits', '-B'],
  ['-c', 'g3:1d', '-f', 'lsb2msb'],
  ['-c', 'g3:2d:fill', '-r', '3'],
  ['-c', 'g4', '-L', '-r', '2'],
  ['-c', 'g4', '-B', '-f', 'lsb2msb'],
] as const;
const GHOSTSCRIPTS = ['tiffcrle', 'tiffg3', 'tiffg32d', 'tiffg4', 'tiffpack'] as const;

/** Files of libtiff's, ghostscript's and our own making, of ours alone where their programs are not installed. */
export function tiffFiles(): readonly Uint8Array[] {
  const pages = Object.values(adversarialPages(WIDTH, ROWS)).slice(0, 3);
  return [...byLibtiff(pages), ...byGhostscript(), ...ours(pages)];
}

function ours(pages: readonly BilevelRaster[]): readonly Uint8Array[] {
  const resolution = { xDpi: 204, yDpi: 98 };
  return IMAGE_CODINGS.map((coding) =>
    writeTiffFx(
      pages.map((raster) => {
        const page = codePage({ raster, resolution }, coding, coding === 'JBIG' ? 'J' : 'F');
        if (typeof page === 'string') throw new Error(page);
        return page;
      }),
    ),
  );
}

function byLibtiff(pages: readonly BilevelRaster[]): readonly Uint8Array[] {
  return madeBy({ 'libtiff-tools': ['tiffcp'] }, ({ file, run }) => {
    writeFileSync(file('plain.tif'), plainTiff(pages));
    return COPIES.map((words) => {
      run('tiffcp', ...words, 'plain.tif', 'copy.tif');
      return Uint8Array.from(readFileSync(file('copy.tif')));
    });
  });
}

/** A page of 60 × 20 pels. */
const POSTSCRIPT = '5 2 moveto 50 15 lineto 3 setlinewidth stroke showpage 9 9 30 5 rectfill showpage';

function byGhostscript(): readonly Uint8Array[] {
  return madeBy({ ghostscript: ['gs'] }, ({ file, run }) => {
    writeFileSync(file('page.ps'), POSTSCRIPT);
    return GHOSTSCRIPTS.map((device) => {
      const words = ['-q', '-dNOPAUSE', '-dBATCH', '-dSAFER', `-sDEVICE=${device}`, '-r72', '-g60x20'];
      run('gs', ...words, '-sOutputFile=page.tif', 'page.ps');
      return Uint8Array.from(readFileSync(file('page.tif')));
    });
  });
}
