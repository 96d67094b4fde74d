import type { Random } from '../random.ts';

/**
 * What a disk holds after a power cut of writes appended but not synced: each one by itself is there, missing or cut
 * off at any octet. Where a later one survived an earlier, the gap is zeros; after the last survivor the record ends.
 */
export function tornTail(pieces: readonly Uint8Array[], random: Random): Uint8Array {
  const tail = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let start = 0;
  let end = 0;
  for (const piece of pieces) {
    const survived = survivingOctets(piece, random);
    if (survived > 0) {
      tail.set(piece.subarray(0, survived), start);
      end = start + survived;
    }
    start += piece.length;
  }
  return tail.slice(0, end);
}

/** A third each: nothing, everything, a part. */
function survivingOctets(piece: Uint8Array, random: Random): number {
  const fate = random.below(3);
  if (fate === 0) return 0;
  if (fate === 1) return piece.length;
  return random.below(piece.length + 1);
}
