import { pbmOfPage } from '../export/pbm-of-page.ts';
import type { FileReport } from './file-report.ts';
import { openJbigFile } from './open-jbig-file.ts';
import { writeWholeFile } from './write-whole-file.ts';

/** `dpsim jbig decode`: the page as PBM, what is damaged told and what could be decoded written. */
export async function jbigDecode(name: string, out: string): Promise<FileReport> {
  const { decoded } = await openJbigFile(name);
  const { raster, badRows, damage } = decoded;
  await writeWholeFile(out, pbmOfPage(raster));
  const warnings = damage === undefined ? [] : [`${badRows} bad rows: ${damage}`];
  return {
    code: damage === undefined ? 0 : 1,
    json: { file: name, written: out, width: raster.width, length: raster.height, badRows, problems: warnings },
    story: [out],
    warnings,
  };
}
