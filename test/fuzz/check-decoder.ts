import { type Decoded, type DecodeOptions, mostSteps } from '../../firmware/coding/decoded.ts';

type Decode = (octets: Uint8Array, options: DecodeOptions) => Decoded;

/** Decodes with options by chance and throws unless the result is one a decoder may give for any octets. */
export function checkDecoder(
  decode: Decode,
  octets: Uint8Array,
  width: number,
  chance: (below: number) => number,
): void {
  const otherWidth = chance(4) === 0 ? 1 + chance(600) : width;
  const height = chance(2) === 0 ? 1 + chance(24) : undefined;
  const strict = chance(4) === 0;
  const decoded = decode(octets, { width: otherWidth, height, maxRows: 64, damage: strict ? 'strict' : 'conceal' });
  const { raster, steps, badRows, firstBadRow, firstBadOctet, damage, codedRows } = decoded;
  const { rowOctets } = raster;
  const most = mostSteps(octets.length, raster.height, otherWidth);
  if (steps > most) fail(`${steps} steps, ${most} are the most`);
  if (raster.height !== (height ?? codedRows)) fail(`${raster.height} rows`);
  if (raster.octets.length !== raster.height * rowOctets) fail(`${raster.octets.length} octets of raster`);
  if (badRows > Math.max(raster.height, 1)) fail(`${badRows} bad rows of ${raster.height}`);
  if (badRows > 0 !== (firstBadRow !== undefined)) fail(`${badRows} bad rows, the first ${firstBadRow}`);
  if ((badRows > 0 && damage === undefined) || (damage === undefined) !== (firstBadOctet === undefined)) {
    fail(`bad rows ${badRows}, damage ${damage}, octet ${firstBadOctet}`);
  }
  if (firstBadOctet !== undefined && firstBadOctet > octets.length) fail(`octet ${firstBadOctet} of ${octets.length}`);
  const padding = (1 << (rowOctets * 8 - otherWidth)) - 1;
  for (let row = 1; row <= raster.height; row += 1) {
    if (((raster.octets[row * rowOctets - 1] ?? 0) & padding) !== 0) fail(`pels beyond the width in row ${row - 1}`);
  }
}

function fail(what: string): never {
  throw new Error(what);
}
