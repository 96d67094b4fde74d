import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accepting, freePort } from './free-port.ts';

export interface SmtpSink {
  readonly port: number;
  readonly process: ChildProcess;
  close(): Promise<void>;
}

/** Postfix's smtp-sink(1) on a free port of loopback, as nobody when we are root. Looking for it costs it one session. */
export async function smtpSink(...options: readonly string[]): Promise<SmtpSink> {
  const port = await freePort();
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn('smtp-sink', [...user, ...options, `127.0.0.1:${port}`, '16'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
  await accepting(port, () => (ended() ? `smtp-sink ended: ${said}` : undefined));
  return {
    port,
    process: child,
    close: async () => {
      if (ended()) return;
      const exit = once(child, 'exit');
      child.kill();
      await exit;
    },
  };
}
