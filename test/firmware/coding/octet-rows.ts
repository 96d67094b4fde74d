import { type BilevelRaster, rasterOf } from '../../../device-model/page/bilevel-raster.ts';
import { encodeMh } from '../../../firmware/coding/encode-mh.ts';

/** A page as Compression 2 has it: each row coded alone, its aligned EOL, two octets, left out. */
export function octetRows({ width, height, rowOctets, octets }: BilevelRaster): Uint8Array {
  const rows = Array.from({ length: height }, (_, y) =>
    encodeMh(rasterOf(width, 1, octets.subarray(y * rowOctets, (y + 1) * rowOctets)), {
      byteAlignedEols: true,
    }).subarray(2),
  );
  return Uint8Array.from(Buffer.concat(rows));
}
