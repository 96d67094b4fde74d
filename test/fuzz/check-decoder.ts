import { type Decoded, type DecodeOptions, mostSteps } from '../../firmware/coding/decoded.ts';

type Decode = (octets: Uint8Array, options: DecodeOptions) => Decoded;

const MAX_ROWS = 64;

/** What a decoder's result may be, where codings differ. */
export interface DecoderBounds {
  readonly steps: (octets: number, rows: number, width: number) => number;
  /** The data tell a number of rows: a page of unknown height has that many, whether or not they are there. */
  readonly rowsTold: boolean;
}

const T4_BOUNDS: DecoderBounds = { steps: mostSteps, rowsTold: false };

/** Decodes with options by chance and throws unless the result is one a decoder may give for any octets. */
export function checkDecoder(
  decode: Decode,
  octets: Uint8Array,
  width: number,
  chance: (below: number) => number,
  { steps: stepBound, rowsTold }: DecoderBounds = T4_BOUNDS,
): void {
  const otherWidth = chance(4) === 0 ? 1 + chance(600) : width;
  const height = chance(2) === 0 ? 1 + chance(24) : undefined;
  const strict = chance(4) === 0;
  const decoded = decode(octets, {
    width: otherWidth,
    height,
    maxRows: MAX_ROWS,
    damage: strict ? 'strict' : 'conceal',
  });
  const { raster, steps, badRows, firstBadRow, firstBadOctet, damage, codedRows } = decoded;
  const { rowOctets } = raster;
  const most = stepBound(octets.length, rowsTold ? (height ?? MAX_ROWS) : raster.height, otherWidth);
  if (steps > most) fail(`${steps} steps, ${most} are the most`);
  const rowsRight =
    height === undefined && rowsTold
      ? raster.height >= codedRows && raster.height <= MAX_ROWS
      : raster.height === (height ?? codedRows);
  if (!rowsRight) fail(`${raster.height} rows, ${codedRows} coded`);
  if (raster.octets.length !== raster.height * rowOctets) fail(`${raster.octets.length} octets of raster`);
  if (badRows > Math.max(rowsTold ? MAX_ROWS : raster.height, 1)) fail(`${badRows} bad rows of ${raster.height}`);
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
