import type { FaxMessage } from '../../firmware/index.ts';
import { type ReadFaxMessage, readFaxMessage } from '../../firmware/mail/read-fax-message.ts';
import { countMessagePages } from '../export/message-pages.ts';
import type { SentFax } from './contract.ts';

/** What is kept of the messages that machines began to send, for people who compare; the oldest goes first. *Own design.* */
export const SENT_LIMITS = { messages: 50, octets: 64 * 1024 * 1024 } as const;

interface Sent {
  readonly id: string;
  readonly machine: string;
  readonly message: FaxMessage;
}

/** The last messages sent by all machines, as they are when their first octet leaves. */
export class SentFaxes {
  readonly #kept: Sent[] = [];
  #octets = 0;
  #last = 0;

  /** Nothing is read before somebody asks. */
  note(machine: string, message: FaxMessage): void {
    this.#last += 1;
    this.#kept.push({ id: String(this.#last), machine, message });
    this.#octets += message.octets;
    while (this.#kept.length > SENT_LIMITS.messages || (this.#octets > SENT_LIMITS.octets && this.#kept.length > 1)) {
      this.#octets -= this.#kept.shift()?.message.octets ?? 0;
    }
  }

  async of(machine: string): Promise<SentFax[]> {
    const found: SentFax[] = [];
    for (const one of this.#kept.filter((sent) => sent.machine === machine)) {
      const read = await readFaxMessage(await octetsOf(one.message));
      found.push({
        id: one.id,
        messageId: (read.ok ? read.messageId : undefined) ?? null,
        to: read.ok ? [...read.to] : [],
        subject: (read.ok ? read.subject : undefined) ?? null,
        octets: one.message.octets,
        pages: countMessagePages(read),
      });
    }
    return found;
  }

  async message(machine: string, id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const sent = this.#kept.find((one) => one.machine === machine && one.id === id);
    return sent === undefined ? undefined : await octetsOf(sent.message);
  }

  async read(machine: string, id: string): Promise<ReadFaxMessage | undefined> {
    const octets = await this.message(machine, id);
    return octets === undefined ? undefined : await readFaxMessage(octets);
  }
}

async function octetsOf(message: FaxMessage): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(message.octets);
  let at = 0;
  for await (const piece of message) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
