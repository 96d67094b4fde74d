import { type ChildProcess, spawn } from 'node:child_process';

export interface PrivateDnsmasq {
  /** What it has logged so far. */
  readonly log: () => string;
  close(): Promise<void>;
}

/**
 * dnsmasq with the options given and nothing of the host's: no configuration file, no hosts, no upstream servers.
 * `within` is a command that runs the one behind it. Resolves once it serves.
 */
export async function privateDnsmasq(
  options: readonly string[],
  within: readonly string[] = [],
): Promise<PrivateDnsmasq> {
  const nothing = ['--no-daemon', '--conf-file=/dev/null', '--no-resolv', '--no-hosts', '--bind-interfaces'];
  // It would give its rights away to a user that may not be there.
  const asIs = process.getuid?.() === 0 ? ['--user=root'] : [];
  const [command = 'dnsmasq', ...words] = [...within, 'dnsmasq', ...nothing, ...asIs, ...options];
  const child: ChildProcess = spawn(command, words, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
  });
  let log = '';
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => reject(new Error(`dnsmasq has ended: ${log}`)));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (/started, version/.test(log)) resolve();
    });
  });
  return {
    log: () => log,
    close: async () => {
      child.kill();
      await closed;
    },
  };
}
