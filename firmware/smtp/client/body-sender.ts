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
    if (this.#stopped) return;
    this.#tell({ type: 'final-dot.handed-over' });
    const { connection } = this.#ports;
    connection.cork();
    if (held !== undefined) connection.write(stuffer.stuff(held));
    connection.write(stuffer.end());
    connection.uncork();
    if (await this.#written(held?.length ?? 0)) this.#tell({ type: 'final-dot.taken' });
  }

  async #writeBlock(octets: Uint8Array, messageOctets: number): Promise<boolean> {
    if (this.#stopped) return false;
    this.#ports.connection.write(octets);
    return this.#written(messageOctets);
  }

  /** When the connection has taken what was written. False: stopped meanwhile. */
  async #written(messageOctets: number): Promise<boolean> {
    if (this.#stopped) return false;
    this.#octetsSent += messageOctets;
    if (!this.#taken) await this.#drained();
    if (this.#stopped) return false;
    if (messageOctets > 0) this.#ports.onProgress(this.#octetsSent);
    return true;
  }

  /** Nothing is held any more: `drain` is still to come then, but there is nothing to wait for. */
  get #taken(): boolean {
    const { connection } = this.#ports;
    return connection.writableLength === 0 || !connection.writableNeedDrain;
  }

  #drained(): Promise<void> {
    const { clock, connection, blockTimeoutMs } = this.#ports;
    return new Promise((resolve) => {
      const timeOver: DialogueEvent = { type: 'time.over', timer: 'dataBlock', ms: blockTimeoutMs };
      const alarm = clock.alarm(clock.now() + blockTimeoutMs, () => this.#tell(timeOver), 'smtp client dataBlock');
      const release = () => {
        alarm.cancel();
        connection.off('drain', release);
        this.#release = undefined;
        resolve();
      };
      this.#release = release;
      connection.once('drain', release);
    });
  }

  #tell(event: DialogueEvent): void {
    if (!this.#stopped) this.#ports.onEvent(event);
  }
}
