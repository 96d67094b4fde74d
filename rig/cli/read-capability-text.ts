import { createReadStream } from 'node:fs';
import { UsageError } from './usage-error.ts';

/** Octets of one pasted capability, as much as the machine reads of a reply. *Own design.* */
export const CAPABILITY_TEXT_LIMIT = 65_536;

/** What names standard input on the command line. */
export const STANDARD_INPUT = '-';

/** A source of octets: a stream of Node is one. */
export type OctetSource = AsyncIterable<string | Uint8Array>;

/**
 * The text of a file or of standard input (`-`), UTF-8. Reads no further than the limit, so an input without end ends.
 * Throws UsageError.
 */
export async function readCapabilityText(file: string, standardInput: OctetSource): Promise<string> {
  const source: OctetSource =
    file === STANDARD_INPUT ? standardInput : createReadStream(file, { end: CAPABILITY_TEXT_LIMIT });
  const name = file === STANDARD_INPUT ? 'standard input' : file;
  const octets = await readLimited(source, name);
  return new TextDecoder().decode(octets);
}

async function readLimited(source: OctetSource, name: string): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of source) {
      const octets = Buffer.from(piece);
      pieces.push(octets);
      length += octets.length;
      if (length > CAPABILITY_TEXT_LIMIT) break;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${name} cannot be read (${code}): expected a capability reply or an expression`);
  }
  if (length > CAPABILITY_TEXT_LIMIT) {
    throw new UsageError(
      `${name} runs past octet ${CAPABILITY_TEXT_LIMIT}: expected a capability of at most that many octets`,
    );
  }
  return Buffer.concat(pieces);
}
