import type { Alarm, RigClock } from '../../device-model/index.ts';
import { CallError } from './problem.ts';

/** Streams open at once: some browsers with a page for every machine of a small lab. *Own design.* */
export const STREAMS_LIMIT = 64;
/** A silent stream says something so often (real time) that a reader who is gone is noticed. *Own design.* */
const HEARTBEAT_MS = 15_000;

const HEADERS = { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store' } as const;

/** What a stream has to say now; `undefined`: nothing. Asked again until there is nothing, whenever its reader has room. */
export interface StreamSource {
  readonly next: () => string | undefined;
  /** Calls back when `next` may have something to say; returns what ends it. */
  readonly onNews: (wake: () => void) => () => void;
}

/** Server-sent events to bounded numbers of readers. A stream keeps nothing for a reader who is slow: it asks its source. */
export class EventStreams {
  readonly #clock: RigClock;
  readonly #open = new Set<() => void>();

  constructor(clock: RigClock) {
    this.#clock = clock;
  }

  get open(): number {
    return this.#open.size;
  }

  /** Throws CallError 503 when too many are open. Who asks for the head alone opens none. */
  answer({ method }: Request, source: StreamSource): Response {
    if (method === 'HEAD') return new Response(null, { headers: HEADERS });
    if (this.#open.size >= STREAMS_LIMIT) {
      throw new CallError(503, `${STREAMS_LIMIT} event streams are open: expected one of them to be closed first.`);
    }
    return new Response(this.#stream(source), { headers: HEADERS });
  }

  /** Ends all streams. */
  close(): void {
    for (const end of this.#open) end();
  }

  #stream({ next, onNews }: StreamSource): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder();
    let wake: (() => void) | undefined;
    let ended = false;
    const unsubscribe = onNews(() => wake?.());
    const release = (): void => {
      ended = true;
      unsubscribe();
      this.#open.delete(end);
      wake?.();
    };
    let end = release;
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          end = () => {
            release();
            controller.close();
          };
          this.#open.add(end);
          // The reader's headers and its `open` event wait for the first octets.
          controller.enqueue(encoder.encode(': open\n\n'));
        },
        pull: async (controller) => {
          for (;;) {
            if (ended) return;
            const said = next();
            if (said !== undefined) {
              controller.enqueue(encoder.encode(said));
              return;
            }
            let silent = false;
            const heartbeat = this.#heartbeat(() => {
              silent = true;
              wake?.();
            });
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
            wake = undefined;
            heartbeat?.cancel();
            if (silent && !ended) {
              controller.enqueue(encoder.encode(': still here\n\n'));
              return;
            }
            // What happens at one instant is told together.
            await this.#clock.settled();
          }
        },
        cancel: release,
      },
      { highWaterMark: 1 },
    );
  }

  /** Under virtual time there is none: it would be an alarm that lets time pass. */
  #heartbeat(ring: () => void): Alarm | undefined {
    if (this.#clock.kind === 'virtual') return undefined;
    return this.#clock.alarm(this.#clock.now() + HEARTBEAT_MS, ring, 'event stream');
  }
}

/** One server-sent event. */
export function eventText(event: string, id: number, data: unknown): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
