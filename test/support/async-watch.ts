import { createHook } from 'node:async_hooks';

/**
 * Reports work that leaves the JavaScript thread, or waits on a real timer, without going through the clock's `effect`:
 * under virtual time it would end at an instant of its own choosing. Work started while another effect is in flight
 * goes unseen.
 */
export function watchAsync(clock: { readonly effectsInFlight: number }): AsyncWatch {
  const reports: BypassedEffect[] = [];
  const hook = createHook({
    init(_id, type) {
      if (HARMLESS.has(type) || clock.effectsInFlight > 0) return;
      const stack = callers();
      if (!RUNNER.test(stack[0] ?? '')) reports.push({ type, stack });
    },
  }).enable();
  return {
    reports,
    stop: () => {
      hook.disable();
    },
  };
}

export interface AsyncWatch {
  readonly reports: readonly BypassedEffect[];
  stop(): void;
}

export interface BypassedEffect {
  /** As async_hooks names it: `ZLIB`, `FSREQPROMISE`, `RANDOMBYTESREQUEST`, `Timeout` … */
  readonly type: string;
  /** Who started it, innermost first, without node's own frames. */
  readonly stack: readonly string[];
}

/** What the settle rule sees by itself. */
const HARMLESS: ReadonlySet<string> = new Set(['PROMISE', 'TickObject', 'Immediate', 'Microtask']);
/** The test runner talks to its parent whenever it likes. */
const RUNNER = /node_modules\/(@?vitest|vite|vite-node|tinypool|birpc)\//;

function callers(): string[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 40;
  const lines = (new Error().stack ?? '').split('\n').slice(1);
  Error.stackTraceLimit = limit;
  return lines.map((line) => line.trim()).filter((line) => !/node:|async-watch\.ts|<anonymous>/.test(line));
}
