export interface StreamEvent {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** Reads server-sent events (WHATWG HTML, 9.2) from an answer. */
export class StreamReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #text = '';

  constructor(answer: Response) {
    if (answer.body === null) throw new Error('the answer has no body');
    this.#reader = answer.body.getReader();
  }

  /** The next events, comments left out; waits for them. */
  async take(count: number): Promise<readonly StreamEvent[]> {
    const events: StreamEvent[] = [];
    while (events.length < count) {
      const end = this.#text.indexOf('\n\n');
      if (end >= 0) {
        events.push(...StreamReader.parse(this.#text.slice(0, end + 2)));
        this.#text = this.#text.slice(end + 2);
        continue;
      }
      const { done, value } = await this.#reader.read();
      if (done) throw new Error(`the stream ended after ${events.length} of ${count} events`);
      this.#text += this.#decoder.decode(value, { stream: true });
    }
    return events;
  }

  /** Reads on and resolves with true when the far end has ended the stream. */
  async ended(): Promise<true> {
    for (;;) if ((await this.#reader.read()).done) return true;
  }

  async close(): Promise<void> {
    await this.#reader.cancel();
  }

  static parse(text: string): readonly StreamEvent[] {
    return text
      .split('\n\n')
      .filter((block) => block.trim() !== '' && !block.startsWith(':'))
      .map((block) => {
        const fields = new Map(
          block
            .split('\n')
            .map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)] as const),
        );
        return {
          id: fields.get('id') ?? '',
          event: fields.get('event') ?? '',
          data: JSON.parse(fields.get('data') ?? 'null') as unknown,
        };
      });
  }
}
