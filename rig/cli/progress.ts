import type { TraceEvent } from '../../device-model/index.ts';
import { traceText } from './trace-text.ts';

/** What progress is drawn on. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** The machine's LCD in one line that overwrites itself, on a terminal only; whatever is piped stays quiet. */
export class Progress {
  readonly #stream: ProgressStream;
  #shown = '';

  constructor(stream: ProgressStream) {
    this.#stream = stream;
  }

  tell({ event, data }: TraceEvent): void {
    if (this.#stream.isTTY !== true) return;
    if (event === 'page.scanned') this.#show(`scanned ${traceText(data['label'])}`);
    else if (event === 'page.coded') this.#show(`page ${traceText(data['page'])}: ${traceText(data['octets'])} octets`);
    else if (event === 'lcd.changed' && Array.isArray(data['lines']))
      this.#show(traceText(data['lines'][0] ?? '').trim());
  }

  end(): void {
    if (this.#shown !== '') this.#stream.write('\r\u001b[K');
    this.#shown = '';
  }

  #show(text: string): void {
    if (text === this.#shown || text === '') return;
    this.#stream.write(`\r\u001b[K${text}`);
    this.#shown = text;
  }
}
