import type { Readable } from 'node:stream';

const FIRST_OCTETS = 65_536;

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
  // One block that doubles, not a list of pieces: a client that sends single octets could make a list many times as large.
  let block = new Uint8Array(Math.min(FIRST_OCTETS, limitOctets));
  let octets = 0;
  stream.on('data', (piece: Uint8Array) => {
    const start = octets;
    octets += piece.length;
    if (octets > limitOctets) {
      block = new Uint8Array(0);
      return;
    }
    if (octets > block.length) {
      const larger = new Uint8Array(Math.min(limitOctets, Math.max(octets, 2 * block.length)));
      larger.set(block.subarray(0, start));
      block = larger;
    }
    block.set(piece, start);
  });
  stream.once('end', () => onEnd(octets, octets <= limitOctets ? block.subarray(0, octets) : undefined));
  // The connection tells of its loss itself; this listener only keeps the stream's error from ending the process.
  stream.on('error', () => undefined);
}
