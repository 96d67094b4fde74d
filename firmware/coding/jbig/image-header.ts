import { MAX_WIDTH } from '../decoded.ts';
import type { TemplateName } from './template.ts';

/** Octets of a BIH. */
export const HEADER_OCTETS = 20;
/** The adaptive pel's furthest place by T.85. */
export const MAX_ADAPTIVE_OFFSET = 127;
/** Rows YD and L0 can say. */
export const MAX_LENGTH = 0xffff_ffff;

const TWO_LINE = 0x40;
const VARIABLE_LENGTH = 0x20;
const TYPICAL = 0x08;

/** What the header of a bi-level image entity (BIH, ITU-T T.82 6.2) says, as far as T.85 leaves a choice. */
export interface ImageHeader {
  /** XD: pels in a row. */
  readonly width: number;
  /** YD: rows, or the most there may be with `variableLength`. */
  readonly rows: number;
  /** L0: rows in a stripe. */
  readonly stripeRows: number;
  /** MX: how far the adaptive pel may move to the left. */
  readonly maxAdaptiveOffset: number;
  /** LRLTWO. */
  readonly template: TemplateName;
  /** VLENGTH: a NEWLEN marker segment may give the number of rows later. */
  readonly variableLength: boolean;
  /** TPBON: rows equal to the one above are coded as that. */
  readonly typical: boolean;
}

export type HeaderReading =
  | { readonly ok: true; readonly header: ImageHeader }
  /** One sentence with the octet, counted from 0. */
  | { readonly ok: false; readonly sentence: string };

/** Octets 0 to 18 that T.85 fixes: place, T.82's name, the only value. Octet 3 is fill, which says nothing. */
const FIXED = [
  [0, 'DL, the initial layer', 0],
  [1, 'D, the differential layers', 0],
  [2, 'P, the bit planes', 1],
  [17, "MY, the adaptive pel's rows", 0],
  [18, 'the order of stripes', 0],
] as const;

/** Reads the first 20 octets of a coded page. What T.85 does not allow is refused. */
export function readImageHeader(octets: Uint8Array): HeaderReading {
  const refuse = (sentence: string): HeaderReading => ({ ok: false, sentence });
  if (octets.length < HEADER_OCTETS) {
    return refuse(`a JBIG header has ${HEADER_OCTETS} octets, the data end at octet ${octets.length}`);
  }
  const view = new DataView(octets.buffer, octets.byteOffset, HEADER_OCTETS);
  for (const [at, field, value] of FIXED) {
    const found = view.getUint8(at);
    if (found !== value)
      return refuse(`octet ${at} of the JBIG header (${field}) is ${found}, T.85 allows ${value} only`);
  }
  const options = view.getUint8(19);
  const foreign = options & ~(TWO_LINE | VARIABLE_LENGTH | TYPICAL);
  if (foreign !== 0) {
    return refuse(
      `octet 19 of the JBIG header (options) is ${hex(options)}, T.85 allows LRLTWO 40, VLENGTH 20 and TPBON 08 only`,
    );
  }
  const header: ImageHeader = {
    width: view.getUint32(4),
    rows: view.getUint32(8),
    stripeRows: view.getUint32(12),
    maxAdaptiveOffset: view.getUint8(16),
    template: (options & TWO_LINE) === 0 ? 'three-line' : 'two-line',
    variableLength: (options & VARIABLE_LENGTH) !== 0,
    typical: (options & TYPICAL) !== 0,
  };
  if (header.width < 1 || header.width > MAX_WIDTH) {
    return refuse(`octets 4 to 7 of the JBIG header (XD) say ${header.width} pels a row, 1 to ${MAX_WIDTH} can be`);
  }
  if (header.rows === 0) return refuse('octets 8 to 11 of the JBIG header (YD) say no rows, at least 1 was expected');
  if (header.stripeRows === 0) {
    return refuse('octets 12 to 15 of the JBIG header (L0) say no rows a stripe, at least 1 was expected');
  }
  if (header.maxAdaptiveOffset > MAX_ADAPTIVE_OFFSET) {
    return refuse(
      `octet 16 of the JBIG header (MX) is ${header.maxAdaptiveOffset}, T.85 allows 0 to ${MAX_ADAPTIVE_OFFSET}`,
    );
  }
  return { ok: true, header };
}

export function writeImageHeader(header: ImageHeader): Uint8Array {
  const octets = new Uint8Array(HEADER_OCTETS);
  const view = new DataView(octets.buffer);
  for (const [at, , value] of FIXED) view.setUint8(at, value);
  view.setUint32(4, header.width);
  view.setUint32(8, header.rows);
  view.setUint32(12, header.stripeRows);
  view.setUint8(16, header.maxAdaptiveOffset);
  view.setUint8(
    19,
    (header.template === 'two-line' ? TWO_LINE : 0) |
      (header.variableLength ? VARIABLE_LENGTH : 0) |
      (header.typical ? TYPICAL : 0),
  );
  return octets;
}

function hex(octet: number): string {
  return octet.toString(16).padStart(2, '0');
}
