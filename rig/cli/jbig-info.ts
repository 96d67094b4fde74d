import { fnv1a64 } from '../export/fnv1a64.ts';
import type { FileReport } from './file-report.ts';
import { openJbigFile } from './open-jbig-file.ts';

/** `dpsim jbig info`: what the header says (T.82's names in `header`), and whether the pels are all there. */
export async function jbigInfo(name: string): Promise<FileReport> {
  const { octets, header, decoded } = await openJbigFile(name);
  const { raster, codedRows, badRows, firstBadRow, damage, firstBadOctet } = decoded;
  const { width, rows, stripeRows, maxAdaptiveOffset, template, variableLength, typical } = header;
  const hash = fnv1a64(raster.octets);
  return {
    code: damage === undefined ? 0 : 1,
    json: {
      file: name,
      octets: octets.length,
      header: {
        XD: width,
        YD: rows,
        L0: stripeRows,
        MX: maxAdaptiveOffset,
        LRLTWO: template === 'two-line',
        VLENGTH: variableLength,
        TPBON: typical,
      },
      width: raster.width,
      length: raster.height,
      codedRows,
      badRows,
      firstBadRow: firstBadRow ?? null,
      firstBadOctet: firstBadOctet ?? null,
      damage: damage ?? null,
      fnv1a64: hash,
    },
    story: [
      `header: XD ${width}, YD ${rows}, L0 ${stripeRows}, MX ${maxAdaptiveOffset}, ${options(template === 'two-line', variableLength, typical)}`,
      `page: ${raster.width} × ${raster.height}, ${octets.length} octets, ${health(badRows, damage)}, ${hash}`,
    ],
  };
}

function options(twoLine: boolean, variableLength: boolean, typical: boolean): string {
  const set = [...(twoLine ? ['LRLTWO'] : []), ...(variableLength ? ['VLENGTH'] : []), ...(typical ? ['TPBON'] : [])];
  return set.length === 0 ? 'no options' : set.join(' ');
}

function health(badRows: number, damage: string | undefined): string {
  return damage === undefined ? 'good' : `${badRows} bad rows: ${damage}`;
}
