/**
 * Steps that a page of a TIFF may cost at most: twice what its coding may, since a page whose counts are doubted is decoded
 * twice. A coding's own bound is stricter; what matters here is that it grows with the octets and the rows, with nothing else.
 */
export function stepBound(octets: number, rows: number, width: number): number {
  return 2 * (64 * octets + 2 * rows + 4 * width + 64);
}
