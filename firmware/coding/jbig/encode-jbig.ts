import type { BilevelRaster } from '../../../device-model/page/bilevel-raster.ts';
import { StripeAdaption } from './adaptive-offset.ts';
import { ArithmeticEncoder } from './arithmetic-encoder.ts';
import { codeRow } from './code-row.ts';
import { type ImageHeader, MAX_ADAPTIVE_OFFSET, MAX_LENGTH, writeImageHeader } from './image-header.ts';
import { atmoveSegment, commentSegment, ESCAPE, newlenSegment, SDNORM } from './markers.ts';
import { PelLines } from './pel-lines.ts';
import { type TemplateName, templateOf } from './template.ts';

/** Rows of a stripe in T.85's basic form. */
export const BASIC_STRIPE_ROWS = 128;

/** A page whose number of rows is told late (VLENGTH and NEWLEN). */
export interface LateLength {
  /** YD in the header: no fewer rows than there are; unknown is 2³² − 1. */
  readonly announcedRows: number;
  /** NEWLEN stands after the first stripe that ends at or below this row; without it after the last. */
  readonly knownAfterRow?: number;
}

export interface JbigEncodeOptions {
  /** L0; T.85's basic 128 unless given. A far end must have agreed to any other (T.30 bit 79). */
  readonly stripeRows?: number | 'whole';
  /** three-line unless given: it codes print shorter. */
  readonly template?: TemplateName;
  /** TPBON, on unless given: rows equal to the one above cost nearly nothing. */
  readonly typical?: boolean;
  /**
   * MX: how far left, in pels, the adaptive pel may move, 0 to 127; 0, never, unless given. It pays for clustered
   * halftones, a fifth and more, and costs some milliseconds a page.
   */
  readonly adaptive?: number;
  /** The adaptive pel's offset for a stripe, counted from 0, at most `adaptive`: where the encoder is not to choose. */
  readonly adaptiveOffset?: (stripe: number) => number;
  readonly lateLength?: LateLength;
  /** A COMMENT segment before the first stripe. */
  readonly comment?: Uint8Array;
  /** One coder for all pages of a job, which then leaves none behind for the collector. */
  readonly spare?: ArithmeticEncoder;
}

/**
 * Codes a page by ITU-T T.82, single layer, as T.85 restricts it for fax: BIH and stripes, octets as T.82 has them
 * (the first pel in bit 7). Throws a RangeError for options out of range and for a raster without rows.
 */
export function encodeJbig(raster: BilevelRaster, options: JbigEncodeOptions = {}): Uint8Array {
  const { width, height, rowOctets, octets } = raster;
  const header = headerFor(raster, options);
  const { stripeRows, variableLength } = header;
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const coder = options.spare ?? new ArithmeticEncoder();
  coder.resetContexts();
  const lines = new PelLines(width);
  const offsetFor = offsetsFor(raster, header, options);
  const parts = [writeImageHeader(header)];
  if (options.comment !== undefined) parts.push(commentSegment(options.comment));
  const knownAfter = options.lateLength?.knownAfterRow ?? height;
  let lengthTold = !variableLength;
  let offset = 0;
  let typicalBefore = false;
  for (let top = 0; top < height; top += stripeRows) {
    const bottom = Math.min(height, top + stripeRows);
    const before = offset;
    offset = offsetFor(top, bottom, before);
    if (offset !== before) parts.push(atmoveSegment({ row: 0, offset }));
    const template = templateOf(header.template, offset);
    coder.begin();
    for (let row = top; row < bottom; row += 1) {
      coder.reserve(width + 1);
      if (header.typical) {
        const typical = lines.isTypical(view, row * rowOctets);
        coder.encode(template.typicalContext, typical === typicalBefore ? 1 : 0);
        typicalBefore = typical;
        if (typical) {
          lines.repeat();
          continue;
        }
      }
      lines.load(view, row * rowOctets);
      codeRow(coder, template, lines, offset);
      lines.advance();
    }
    parts.push(coder.end(), Uint8Array.of(ESCAPE, SDNORM));
    if (!lengthTold && bottom >= Math.min(knownAfter, height)) {
      lengthTold = true;
      parts.push(newlenSegment(height));
      // NEWLEN stands before a stripe: behind the last one comes one without rows.
      if (bottom === height) parts.push(Uint8Array.of(ESCAPE, SDNORM));
    }
  }
  return joined(parts);
}

/** Gives the adaptive pel's offset for the stripe of rows `top` to `bottom` − 1 from that of the one before. */
function offsetsFor(
  raster: BilevelRaster,
  header: ImageHeader,
  { adaptiveOffset }: JbigEncodeOptions,
): (top: number, bottom: number, before: number) => number {
  const most = header.maxAdaptiveOffset;
  if (adaptiveOffset !== undefined) {
    return (top) => {
      const offset = adaptiveOffset(top / header.stripeRows);
      inRange('the way of the adaptive pel', offset, 0, most, 'pels');
      return offset;
    };
  }
  if (most === 0) return () => 0;
  const adaption = new StripeAdaption(raster, header);
  return (top, bottom, before) => adaption.offsetFor(top, bottom, before);
}

function headerFor({ width, height }: BilevelRaster, options: JbigEncodeOptions): ImageHeader {
  const stripeRows = options.stripeRows === 'whole' ? height : (options.stripeRows ?? BASIC_STRIPE_ROWS);
  const maxAdaptiveOffset = options.adaptive ?? 0;
  const rows = options.lateLength?.announcedRows ?? height;
  inRange('a row of a JBIG page', width, 1, MAX_LENGTH, 'pels');
  inRange('a JBIG page', height, 1, MAX_LENGTH, 'rows');
  inRange('a JBIG stripe', stripeRows, 1, MAX_LENGTH, 'rows');
  inRange('the way of the adaptive pel', maxAdaptiveOffset, 0, MAX_ADAPTIVE_OFFSET, 'pels');
  inRange('the announced length', rows, height, MAX_LENGTH, 'rows');
  return {
    width,
    rows,
    stripeRows,
    maxAdaptiveOffset,
    template: options.template ?? 'three-line',
    variableLength: options.lateLength !== undefined,
    typical: options.typical ?? true,
  };
}

function inRange(what: string, value: number, least: number, most: number, unit: string): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`${what} has ${least} to ${most} ${unit}, not ${value}`);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
