import { createHook } from 'node:async_hooks';

/** Kinds that stay inside the JavaScript thread and end before the next settle round. */
const HARMLESS: ReadonlySet<string> = new Set(['PROMISE', 'TickObject', 'Immediate', 'Microtask']);

/**
 * Watches what is started past the machine's clock while `work` runs: real timers, random octets, name look-ups, TLS,
 * files. Gives each as its kind and where it was started; what the test runner starts for itself is left out.
 */
export async function startedOutsideTheClock(work: () => Promise<void>): Promise<readonly string[]> {
  const started: string[] = [];
  const hook = createHook({
    init(_asyncId, type) {
      if (HARMLESS.has(type)) return;
      const stack = new Error(type).stack ?? type;
      if (!/node_modules\/(@vitest|vitest|tinypool)\//.test(stack)) started.push(stack);
    },
  });
  hook.enable();
  try {
    await work();
  } finally {
    hook.disable();
  }
  return started;
}
