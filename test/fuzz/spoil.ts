/** Octets like those of `corpus`, spoilt: bits turned, octets overwritten, pieces cut, repeated, taken from another input. */
export function spoil(corpus: readonly Uint8Array[], chance: (below: number) => number): Uint8Array {
  if (chance(50) === 0) return Uint8Array.from({ length: chance(200) }, () => chance(256));
  let octets: Uint8Array = pick(corpus, chance).slice();
  const times = 1 + chance(4);
  for (let i = 0; i < times && octets.length > 0; i += 1) octets = spoilOnce(octets, corpus, chance);
  return octets;
}

/** Octets that mean much: fill, EOLs, V0 rows, the ends of counts. */
const TELLING = [0x00, 0x01, 0x10, 0x7f, 0x80, 0xfe, 0xff] as const;
const LONGEST_PIECE = 64;

function spoilOnce(octets: Uint8Array, corpus: readonly Uint8Array[], chance: (below: number) => number): Uint8Array {
  const at = chance(octets.length);
  const length = Math.min(octets.length - at, 1 + chance(LONGEST_PIECE));
  const head = octets.subarray(0, at);
  switch (chance(8)) {
    case 0:
    case 1:
      octets[at] = (octets[at] ?? 0) ^ (1 << chance(8));
      return octets;
    case 2:
      octets[at] = chance(256);
      return octets;
    case 3:
      return octets.fill(TELLING[chance(TELLING.length)] ?? 0, at, at + length);
    case 4:
      return octets.slice(0, at);
    case 5:
      return joined(head, octets.subarray(at + length));
    case 6:
      return joined(head, octets.subarray(at, at + length), octets.subarray(at));
    default: {
      const other = pick(corpus, chance);
      const from = chance(other.length);
      return joined(head, other.subarray(from, from + length), octets.subarray(at));
    }
  }
}

function pick(corpus: readonly Uint8Array[], chance: (below: number) => number): Uint8Array {
  return corpus[chance(corpus.length)] ?? new Uint8Array(0);
}

function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const octets = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    octets.set(piece, at);
    at += piece.length;
  }
  return octets;
}
