import type { Readable } from 'node:stream';

const BLOCK_OCTETS = 65_536;

/**
 * A message in pieces into one piece of octets, keeping at most `limitOctets`. Calls back once at the end, with
 * `undefined` when the message was longer (what was kept is let go at once), and never when the stream breaks off:
 * half a message is nobody's.
 */
export function collectMessage(
  stream: Readable,
  limitOctets: number,
  onEnd: (octets: number, message: Uint8Array | undefined) => void,
): void {
  // Full blocks, not a list of pieces: a client that sends single octets could make a list many times as large.
  const blocks: Uint8Array[] = [];
  let free = 0;
  let octets = 0;
  stream.on('data', (piece: Uint8Array) => {
    octets += piece.length;
    if (octets > limitOctets) {
      blocks.length = 0;
      return;
    }
    for (let from = 0; from < piece.length; ) {
      if (free === 0) {
        blocks.push(new Uint8Array(BLOCK_OCTETS));
        free = BLOCK_OCTETS;
      }
      const part = piece.subarray(from, from + free);
      blocks.at(-1)?.set(part, BLOCK_OCTETS - free);
      from += part.length;
      free -= part.length;
    }
  });
  stream.once('end', () => onEnd(octets, octets <= limitOctets ? message(blocks, octets) : undefined));
  // The connection tells of its loss itself; this listener only keeps the stream's error from ending the process.
  stream.on('error', () => undefined);
}

/** An array of its own: a view would keep the unused rest of the last block alive. */
function message(blocks: readonly Uint8Array[], octets: number): Uint8Array {
  const whole = new Uint8Array(octets);
  blocks.forEach((block, i) => {
    const at = i * BLOCK_OCTETS;
    whole.set(block.subarray(0, octets - at), at);
  });
  return whole;
}
