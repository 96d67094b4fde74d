import type { TraceWriter } from '../trace/trace.ts';
import type { Original } from './original.ts';

/** The glass under the feeder: one sheet, or an opened book, that the operator lays down and lifts by hand. */
export class Platen {
  readonly #trace: TraceWriter;
  readonly #listeners = new Set<() => void>();
  #original: Original | undefined;

  constructor(options: { readonly trace: TraceWriter }) {
    this.#trace = options.trace;
  }

  get original(): Original | undefined {
    return this.#original;
  }

  /** In the place of what lies there. */
  lay(original: Original): void {
    this.#original = original;
    this.#trace.write('platen.laid', { label: original.label });
    this.#changed();
  }

  lift(): void {
    if (this.#original === undefined) return;
    this.#original = undefined;
    this.#trace.write('platen.lifted');
    this.#changed();
  }

  /** Calls back after every change; returns what ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
