import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import { encodeJbig, type JbigEncodeOptions } from '../../firmware/coding/jbig/encode-jbig.ts';
import { isPbm, readPbm } from '../paper/read-pbm.ts';
import type { FileReport } from './file-report.ts';
import { mostRows } from './open-jbig-file.ts';
import { readWholeFile } from './read-whole-file.ts';
import { UsageError } from './usage-error.ts';
import { writeWholeFile } from './write-whole-file.ts';

/** Octets of a PBM: 64 MiB, as of an original; a plain one (P1) has an octet a pel and more. *Own design.* */
const PBM_OCTETS_LIMIT = 64 * 1024 * 1024;

/** `dpsim jbig encode`: the picture of a PBM file as a bare JBIG page. */
export async function jbigEncode(name: string, out: string, coding: JbigEncodeOptions): Promise<FileReport> {
  const raster = onlyPicture(name, await readWholeFile(name, PBM_OCTETS_LIMIT, 'a PBM file'));
  const { width, height } = raster;
  const announced = coding.lateLength?.announcedRows ?? height;
  if (announced < height) {
    throw new UsageError(`--announce-rows ${announced}: expected at least the ${height} rows of the picture`);
  }
  const coded = encodeJbig(raster, coding);
  await writeWholeFile(out, coded);
  return {
    code: 0,
    json: { file: name, written: out, width, length: height, octets: coded.length },
    story: [`${width} × ${height}, ${coded.length} octets`, out],
  };
}

function onlyPicture(name: string, octets: Uint8Array): BilevelRaster {
  if (!isPbm(octets)) throw new UsageError(`${name} is no PBM: expected a file that begins with P4 or P1`);
  const pictures = readPbm(octets);
  const first = pictures.next().value;
  if (first === undefined || typeof first === 'string') throw new UsageError(`${name}: ${first ?? 'no picture'}`);
  const { width, height } = first;
  if (height > mostRows(width)) {
    throw new UsageError(`${name}: ${width} × ${height} pels: expected at most ${mostRows(width)} rows so wide`);
  }
  if (pictures.next().done !== true) throw new UsageError(`${name}: expected one picture, found more behind it`);
  return first;
}
