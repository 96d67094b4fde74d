import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface RunningOptions {
  /** Runs as this user: only root can ask for it. */
  readonly uid?: number;
  /** A command that runs the one behind it: a shell that sets limits, say. */
  readonly within?: readonly string[];
}

/** `dpsim` in a process of its own that stays: its lines can be waited for. */
export class RunningDpsim {
  readonly #child: ChildProcess;
  readonly #closed: Promise<number | null>;
  out = '';
  err = '';
  #changed = (): void => undefined;
  #ended = false;

  constructor(args: readonly string[], options: RunningOptions = {}) {
    const loader = new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url).href;
    const file = fileURLToPath(new URL('../../rig/cli/dpsim.ts', import.meta.url));
    const { within = [], ...rest } = options;
    const [command = process.execPath, ...words] = [...within, process.execPath, '--import', loader, file, ...args];
    this.#child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'], ...rest });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.out += text;
      this.#changed();
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.err += text;
      this.#changed();
    });
    this.#closed = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('close', (code) => {
        this.#ended = true;
        this.#changed();
        resolve(code);
      });
    });
  }

  /** Resolves with the match once standard output has it; rejects when the program ends without. */
  line(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#found(pattern, () => this.out);
  }

  /** The same for standard error. */
  errLine(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#found(pattern, () => this.err);
  }

  async #found(pattern: RegExp, text: () => string): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(text());
      if (found !== null) return found;
      if (this.#ended) throw new Error(`ended without ${pattern}: ${this.out}${this.err}`);
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  /** Closes the reading end of standard output, as `| head` does once it has seen enough. */
  stopReading(): void {
    this.#child.stdout?.destroy();
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The exit code, once the program has ended by itself or by a signal. */
  ended(): Promise<number | null> {
    return this.#closed;
  }

  /** For the end of a test, whatever it left running. */
  async stop(): Promise<void> {
    if (!this.#ended) this.#child.kill('SIGKILL');
    await this.#closed;
  }
}
