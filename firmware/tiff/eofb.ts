/** Two EOLs, 24 bits (T.6 2.4.1.1). */
const EOFB = 0x001001;

/** The last 24 bits up to the last 1 are EOFB; zeros may follow, to the octet's edge or further. */
export function endsWithEofb(strip: Uint8Array): boolean {
  let last = strip.length - 1;
  while (last >= 0 && strip[last] === 0) last -= 1;
  if (last < 0) return false;
  const octet = (back: number): number => strip[last - back] ?? 0;
  const zeros = 31 - Math.clz32(octet(0) & -octet(0));
  const tail = (octet(3) << 24) | (octet(2) << 16) | (octet(1) << 8) | octet(0);
  return ((tail >>> zeros) & 0xffffff) === EOFB;
}
