/**
 * A bilevel page: rows of packed pels. Bit 7 of an octet is its leftmost pel, 1 is black, rows are padded with white
 * (0) to whole octets. This is the only pel form that crosses rooms; nothing holds one object per pel.
 */
export interface BilevelRaster {
  /** Pels in a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Octets in a row: ceil(width / 8). */
  readonly rowOctets: number;
  /** `height * rowOctets` octets. */
  readonly octets: Uint8Array;
}

export function rowOctetsFor(width: number): number {
  return (width + 7) >> 3;
}

export function blankRaster(width: number, height: number): BilevelRaster {
  const rowOctets = rowOctetsFor(width);
  return { width, height, rowOctets, octets: new Uint8Array(rowOctets * height) };
}

/** Wraps packed octets; throws a RangeError when their count does not fit the dimensions. */
export function rasterOf(width: number, height: number, octets: Uint8Array): BilevelRaster {
  const rowOctets = rowOctetsFor(width);
  if (octets.length !== rowOctets * height) {
    throw new RangeError(
      `a raster of ${width} × ${height} pels has ${rowOctets * height} octets, not ${octets.length}`,
    );
  }
  return { width, height, rowOctets, octets };
}

/** 1 when the pel is black; coordinates must lie inside the raster. */
export function pelAt(raster: BilevelRaster, x: number, y: number): 0 | 1 {
  const octet = raster.octets[y * raster.rowOctets + (x >> 3)] ?? 0;
  return ((octet >> (7 - (x & 7))) & 1) === 1 ? 1 : 0;
}

export function rastersEqual(a: BilevelRaster, b: BilevelRaster): boolean {
  if (a.width !== b.width || a.height !== b.height) return false;
  for (let i = 0; i < a.octets.length; i += 1) if (a.octets[i] !== b.octets[i]) return false;
  return true;
}
