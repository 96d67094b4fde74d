import type { Clock, LanConnection } from '../../../device-model/index.ts';
import { DotStuffer } from '../wire/dot-stuffer.ts';
import type { DialogueEvent } from './dialogue-events.ts';

/** The block RFC 5321 4.5.3.2.5 gives three minutes: a message in one piece must not count as one block. Own design. */
const BLOCK_OCTETS = 65_536;

export interface BodySenderPorts {
  readonly clock: Clock;
  readonly connection: LanConnection;
  readonly blockTimeoutMs: number;
  /** Octets of the message so far, doubled dots not counted. */
  readonly onProgress: (octetsSent: number) => void;
  readonly onEvent: (event: DialogueEvent) => void;
}

/**
 * The message into the connection, never faster than the connection takes it. A message that cannot be produced to its
 * end never gets a final dot, so the far end cannot take a part of it for the whole.
 */
export class BodySender {
  readonly #ports: BodySenderPorts;
  #octetsSent = 0;
  #stopped = false;
  #release: (() => void) | undefined;

  constructor(ports: BodySenderPorts) {
    this.#ports = ports;
  }

  get octetsSent(): number {
    return this.#octetsSent;
  }

  start(message: AsyncIterable<Uint8Array>): void {
    this.#send(message).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      this.#tell({ type: 'message.failed', sentence: `The message could not be produced to its end: ${reason}` });
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#release?.();
  }

  /** Each block waits for the next piece, so that the last one leaves together with the final dot: one packet less. */
  async #send(message: AsyncIterable<Uint8Array>): Promise<void> {
    const stuffer = new DotStuffer();
    let held: Uint8Array | undefined;
    for await (const piece of message) {
      for (let start = 0; start < piece.length; start += BLOCK_OCTETS) {
        if (held !== undefined && !(await this.#writeBlock(stuffer.stuff(held), held.length))) return;
        held = piece.subarray(start, start + BLOCK_OCTETS);
      }
      if (this.#stopped) return;
    }
    this.#tell({ type: 'final-dot.handed-over' });
    const { connection } = this.#ports;
    connection.cork();
    if (held !== undefined) connection.write(stuffer.stuff(held));
    const taken = this.#writeBlock(stuffer.end(), held?.length ?? 0);
    connection.uncork();
    if (await taken) this.#tell({ type: 'final-dot.taken' });
  }

  async #writeBlock(octets: Uint8Array, messageOctets: number): Promise<boolean> {
    if (this.#stopped) return false;
    this.#octetsSent += messageOctets;
    const taken = await this.#write(octets);
    if (taken && messageOctets > 0) this.#ports.onProgress(this.#octetsSent);
    return taken;
  }

  /** False: stopped meanwhile. */
  async #write(octets: Uint8Array): Promise<boolean> {
    const { clock, connection, blockTimeoutMs } = this.#ports;
    if (this.#stopped) return false;
    if (connection.write(octets)) return true;
    await new Promise<void>((resolve) => {
      const timeOver: DialogueEvent = { type: 'time.over', timer: 'dataBlock', ms: blockTimeoutMs };
      const alarm = clock.alarm(clock.now() + blockTimeoutMs, () => this.#tell(timeOver), 'smtp client dataBlock');
      const release = () => {
        alarm.cancel();
        connection.off('drain', release);
        resolve();
      };
      this.#release = release;
      connection.once('drain', release);
    });
    return !this.#stopped;
  }

  #tell(event: DialogueEvent): void {
    if (!this.#stopped) this.#ports.onEvent(event);
  }
}
