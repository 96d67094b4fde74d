/** Each octet with its bits in the other order: TIFF FillOrder 1 to 2 and back. */
const REVERSED = Uint8Array.from({ length: 256 }, (_, octet) => {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit += 1) reversed |= ((octet >> bit) & 1) << (7 - bit);
  return reversed;
});

/**
 * Writes `octets`, each with its bits reversed, into `into` from `at` on, and returns `into`. Without `into` a new array;
 * `into === octets` reverses in place.
 */
export function reverseBits(octets: Uint8Array, into: Uint8Array = new Uint8Array(octets.length), at = 0): Uint8Array {
  for (let i = 0; i < octets.length; i += 1) into[at + i] = REVERSED[octets[i] ?? 0] ?? 0;
  return into;
}
