/** Header fields, boundaries and the TIFF's own directories; *own design*. */
const OVERHEAD_OCTETS = 2_048;

/**
 * What a message of pages stored in so many octets will have, before its form is known (RFC 1870 4 asks for no more than
 * an estimate): base64 in lines of 76 (RFC 2045 6.8). The store is MMR; a far end that takes MH only gets some more.
 */
export function estimatedMessageOctets(storedOctets: number): number {
  return OVERHEAD_OCTETS + Math.ceil((storedOctets / 57) * 78);
}
