import { extname } from 'node:path';
import { encodeMmr } from '../../firmware/coding/encode-mmr.ts';
import { pageDensity } from '../../firmware/tiff/assumed-resolution.ts';
import { pbmOfPage } from '../export/pbm-of-page.ts';
import { type ExportPage, pdfOfPages } from '../export/pdf-of-pages.ts';
import { pngOfPage } from '../export/png-of-page.ts';
import type { FileReport } from './file-report.ts';
import { type NumberedPage, openTiffFile } from './open-tiff-file.ts';
import { writeWholeFile } from './write-whole-file.ts';

export type PictureForm = 'pbm' | 'png' | 'pdf';

/**
 * `dpsim tiff to-pbm|to-png|to-pdf`: pages, damaged rows concealed, as files of another kind. A PDF has them all; of the others each
 * page has its own file, named by `pictureName`. One page is in memory at a time.
 */
export async function tiffConvert(name: string, form: PictureForm, out: string): Promise<FileReport> {
  const file = await openTiffFile(name);
  const warnings: string[] = [];
  const decoded = (numbered: NumberedPage): ExportPage => {
    const { raster, badRows, damage } = numbered.page.decode('conceal');
    if (badRows > 0) warnings.push(`page ${numbered.number}: ${badRows} bad rows: ${damage ?? ''}`);
    return { raster, resolution: pageDensity(numbered.page) };
  };
  const files: string[] = [];
  if (form === 'pdf') {
    await writeWholeFile(out, pdfOfPages(each(file.pages, decoded), encodeMmr));
    files.push(out);
  } else {
    for (const numbered of file.pages) {
      const named = pictureName(out, numbered.number, file.pages.length + file.problems.length);
      await writeWholeFile(named, form === 'pbm' ? pbmOfPage(decoded(numbered).raster) : pngOfPage(decoded(numbered)));
      files.push(named);
    }
  }
  warnings.push(...file.problems);
  return {
    code: warnings.length > 0 ? 1 : 0,
    json: { file: name, written: files, problems: warnings },
    story: files,
    warnings,
  };
}

/** `OUT` for the only page; `OUT-1`, `OUT-2` … before the extension where there are several. */
export function pictureName(out: string, number: number, pages: number): string {
  if (pages === 1) return out;
  const extension = extname(out);
  return `${out.slice(0, out.length - extension.length)}-${number}${extension}`;
}

function* each<From, To>(values: readonly From[], make: (value: From) => To): Generator<To> {
  for (const value of values) yield make(value);
}
