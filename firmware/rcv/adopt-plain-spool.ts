import { z } from 'zod';
import { checksum, NonvolatileMemory, type Storage } from '../../device-model/index.ts';
import { ENVELOPE_FORMAT, PRINTED_FORMAT } from './receive-spool.ts';

/** As envelopes were written before they told a checksum: bare JSON. */
const PLAIN_ENVELOPE = z.object({
  version: z.literal(1),
  fileNumber: z.number(),
  reversePath: z.string(),
  forwardPaths: z.array(z.string()),
  remoteAddress: z.string(),
  clientName: z.string(),
  receivedAt: z.string(),
  durationMs: z.number(),
  kept: z.boolean(),
  messageId: z.string().exactOptional(),
});
const PLAIN_PRINTED = z.object({ version: z.literal(1), receivedAt: z.string(), pagesPrinted: z.number() });

/**
 * Turns a spool of bare JSON records into one of records with checksums; what is such a one already, or neither, is left as it
 * is. For the migration of a state folder: no machine may use the storage.
 */
export async function adoptPlainSpool(storage: Storage): Promise<void> {
  const memory = new NonvolatileMemory(storage);
  for (const name of await storage.list('rcv')) {
    const folder = name.slice(0, name.lastIndexOf('/'));
    const value = jsonOf(await storage.read(name));
    const message = name.endsWith('/envelope') ? await storage.read(`${folder}/message`) : undefined;
    const envelope = PLAIN_ENVELOPE.safeParse(value);
    const printed = PLAIN_PRINTED.safeParse(value);
    if (envelope.success && message !== undefined) {
      const { version: _bare, ...rest } = envelope.data;
      await memory.save(name, ENVELOPE_FORMAT, { ...rest, checksum: checksum(message) });
    } else if (printed.success && name.endsWith('/printed')) {
      const { receivedAt, pagesPrinted } = printed.data;
      await memory.save(name, PRINTED_FORMAT, { receivedAt, pagesPrinted });
    }
  }
}

function jsonOf(octets: Uint8Array | undefined): unknown {
  try {
    return octets === undefined ? undefined : JSON.parse(Buffer.from(octets).toString('utf8'));
  } catch {
    return undefined;
  }
}
