import { type BilevelRaster, blankRaster, rowOctetsFor } from '../../device-model/page/bilevel-raster.ts';

/** Pels of a picture: four B4 pages at 400×400 and more, 16 MiB packed. *Own design.* */
export const PBM_PELS_LIMIT = 1 << 27;
/** Pels of a row, and rows: what a TIFF page may have. *Own design.* */
export const PBM_EDGE_LIMIT = 65_535;
/** Pictures of one file: pages of a document. *Own design.* */
export const PBM_PICTURES_LIMIT = 999;

const [SPACE, TAB, CARRIAGE_RETURN, COMMENT, ZERO, ONE, NINE] = [0x20, 0x09, 0x0d, 0x23, 0x30, 0x31, 0x39];

/** True for the octets a PBM begins with: P1 or P4. */
export function isPbm(octets: Uint8Array): boolean {
  return octets[0] === 0x50 && (octets[1] === 0x31 || octets[1] === 0x34) && isSpace(octets[2]);
}

/**
 * The pictures of a PBM file one at a time: packed (P4, one or more behind each other) or plain (P1, one). What cannot be read
 * ends the walk with a sentence.
 */
export function* readPbm(octets: Uint8Array): Generator<BilevelRaster | string, void> {
  let at = 0;
  for (let picture = 0; picture === 0 || at < octets.length; picture += 1) {
    if (picture >= PBM_PICTURES_LIMIT) return yield `the file has more than ${PBM_PICTURES_LIMIT} pictures`;
    const header = readHeader(octets, at);
    if (typeof header === 'string') return yield header;
    const { width, height } = header;
    if (header.plain) return yield readPlain(octets, header);
    const end = header.dataAt + rowOctetsFor(width) * height;
    if (end > octets.length) {
      return yield `the picture of ${width} × ${height} pels needs ${end - header.dataAt} octets, the file has ${octets.length - header.dataAt} left`;
    }
    const raster = { width, height, rowOctets: rowOctetsFor(width), octets: octets.slice(header.dataAt, end) };
    whitenPadding(raster);
    yield raster;
    at = end;
  }
}

interface PbmHeader {
  readonly plain: boolean;
  readonly width: number;
  readonly height: number;
  readonly dataAt: number;
}

function readHeader(octets: Uint8Array, at: number): PbmHeader | string {
  if (!isPbm(octets.subarray(at, at + 3))) return `a PBM begins with P1 or P4 and white space, not so at offset ${at}`;
  const plain = octets[at + 1] === 0x31;
  const width = readNumber(octets, at + 2);
  const height = readNumber(octets, width.end);
  for (const [name, { value }] of [
    ['width', width],
    ['height', height],
  ] as const) {
    // NaN is neither.
    if (!(value >= 1 && value <= PBM_EDGE_LIMIT)) {
      return `the picture's ${name} is ${Number.isNaN(value) ? 'missing' : value}, expected 1 to ${PBM_EDGE_LIMIT}`;
    }
  }
  if (width.value * height.value > PBM_PELS_LIMIT) {
    return `${width.value} × ${height.value} pels are more than the limit of ${PBM_PELS_LIMIT}`;
  }
  // One white space ends the header, whatever the pels begin with.
  if (!isSpace(octets[height.end])) return 'white space is missing behind the picture’s height';
  return { plain, width: width.value, height: height.value, dataAt: height.end + 1 };
}

/** White space and comments, then digits; NaN when there are none. Values beyond the limits stay beyond them. */
function readNumber(octets: Uint8Array, from: number): { readonly value: number; readonly end: number } {
  let at = from;
  while (isSpace(octets[at]) || octets[at] === COMMENT) {
    if (octets[at] === COMMENT) while (at < octets.length && !isLineEnd(octets[at])) at += 1;
    else at += 1;
  }
  let value = Number.NaN;
  for (let digit = octets[at] ?? 0; digit >= ZERO && digit <= NINE; digit = octets[at] ?? 0) {
    value = Math.min((Number.isNaN(value) ? 0 : value) * 10 + digit - ZERO, Number.MAX_SAFE_INTEGER / 16);
    at += 1;
  }
  return { value, end: at };
}

/** 0 and 1 with or without white space between them. */
function readPlain(octets: Uint8Array, { width, height, dataAt }: PbmHeader): BilevelRaster | string {
  const raster = blankRaster(width, height);
  const pels = width * height;
  let pel = 0;
  for (let at = dataAt; at < octets.length && pel < pels; at += 1) {
    const octet = octets[at];
    if (octet === COMMENT) while (at + 1 < octets.length && !isLineEnd(octets[at + 1])) at += 1;
    else if (octet === ZERO) pel += 1;
    else if (octet === ONE) {
      const place = Math.floor(pel / width) * raster.rowOctets + ((pel % width) >> 3);
      raster.octets[place] = (raster.octets[place] ?? 0) | (0x80 >> ((pel % width) & 7));
      pel += 1;
    } else if (!isSpace(octet)) return `pel ${pel} of ${pels} at offset ${at} is neither 0 nor 1`;
  }
  return pel === pels ? raster : `the picture of ${width} × ${height} pels ends after ${pel} of ${pels}`;
}

function whitenPadding({ width, height, rowOctets, octets }: BilevelRaster): void {
  const mask = (0xff00 >> (((width - 1) & 7) + 1)) & 0xff;
  for (let row = 1; row <= height; row += 1) octets[row * rowOctets - 1] = (octets[row * rowOctets - 1] ?? 0) & mask;
}

function isSpace(octet: number | undefined): boolean {
  return octet !== undefined && (octet === SPACE || (octet >= TAB && octet <= CARRIAGE_RETURN));
}

function isLineEnd(octet: number | undefined): boolean {
  return octet === 0x0a || octet === CARRIAGE_RETURN;
}
