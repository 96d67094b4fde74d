import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accepting, freePort } from './free-port.ts';

export interface PrivatePostfix {
  readonly port: number;
  /** Mails on hold, as postcat(1) gives them back: headers and body. */
  held(): readonly Buffer[];
  close(): Promise<void>;
}

const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin`;

/**
 * Postfix with folders of its own on a free port of loopback. It takes mail for its own address and puts it on hold: no
 * mail is ever relayed or delivered, since there is no service that could. Needs root, as Postfix does.
 */
export async function privatePostfix(): Promise<PrivatePostfix> {
  const folder = await mkdtemp(join(tmpdir(), 'postfix-'));
  await chmod(folder, 0o755);
  const port = await freePort();
  const inside = (name: string): string => join(folder, name);
  for (const name of ['conf', 'queue', 'data']) await mkdir(inside(name));
  execFileSync('chown', ['postfix', inside('data')]);
  await writeFile(inside('conf/main.cf'), MAIN(inside('queue'), inside('data'), inside('postfix.log')));
  await writeFile(inside('conf/master.cf'), MASTER(port));
  const postfix = (...args: string[]): void => {
    const { status, stderr, stdout } = spawnSync('postfix', ['-c', inside('conf'), ...args], {
      encoding: 'utf8',
      env: { ...process.env, PATH },
    });
    if (status !== 0) throw new Error(`postfix ${args.join(' ')}: ${stdout}${stderr}`);
  };
  postfix('start');
  await accepting(port, () => undefined);
  return {
    port,
    held: () => {
      const options = ['-c', inside('conf')];
      const env = { ...process.env, PATH };
      const listed = execFileSync('find', [inside('queue/hold'), '-type', 'f'], { encoding: 'utf8' });
      return listed
        .split('\n')
        .filter((file) => file !== '')
        .map((file) => execFileSync('postcat', [...options, '-h', '-b', file], { env, maxBuffer: 1 << 26 }));
    },
    close: async () => {
      postfix('stop');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const MAIN = (queue: string, data: string, log: string): string => `compatibility_level = 3.6
queue_directory = ${queue}
data_directory = ${data}
maillog_file = ${log}
maillog_file_prefixes = ${tmpdir()}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = peer.example
mydestination = peer.example
mynetworks =
alias_maps =
local_recipient_maps =
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = reject_unauth_destination, check_recipient_access static:HOLD
smtpd_peername_lookup = no
default_transport = error:nothing is relayed
`;

/** Daemons without chroot; nothing that delivers. */
const MASTER = (port: number): string => `127.0.0.1:${port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
rewrite unix - - n - - trivial-rewrite
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
error unix - - n - - error
postlog unix-dgram n - n - 1 postlogd
`;
