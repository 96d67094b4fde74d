import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseIpv4, prefixLength } from '../../device-model/network/ipv4.ts';
import { LAN_MASK, LAN_ROUTER, type LanSegment, NEIGHBOUR, type Place, STRAY_ROUTER } from './lan-configurations.ts';
import type { NamespaceAnswer, NamespaceCommand } from './namespace-machine.ts';

const HOSTS = ['ifax1', 'ifax2', 'router', 'neighbour', 'stray', 'squatter'] as const;
export type NamespaceHost = (typeof HOSTS)[number];
/** How often the kernel is asked before the test says that it will not happen. */
const ASKED_TIMES = 1_000;

/** Why network namespaces cannot be made here, or undefined. */
export function namespaceObstacle(): string | undefined {
  if (process.getuid?.() !== 0) return 'not root: network namespaces cannot be made';
  const name = `dpsim-try-${process.pid}`;
  try {
    ip('netns', 'add', name);
    ip('netns', 'delete', name);
    return undefined;
  } catch (error) {
    return `network namespaces are not permitted here: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/**
 * The LAN of the table in network namespaces of the kernel: one a host, and one with a bridge for each segment. Names
 * have the process's number in them; `close` removes every one.
 */
export class NamespaceLab {
  readonly #prefix;
  readonly #made: string[] = [];

  /** `label` tells apart the labs of one process. */
  constructor(label = 'lab') {
    this.#prefix = `dpsim-${process.pid}-${label}`;
    removeOrphans();
    try {
      this.#lay();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #lay(): void {
    for (const name of ['switch', ...HOSTS]) {
      ip('netns', 'add', this.namespace(name));
      this.#made.push(this.namespace(name));
    }
    this.#batch('switch', ['link add sales type bridge', 'link add works type bridge', 'link set lo up']);
    this.#batch('switch', ['link set sales up', 'link set works up']);
    const plugs: [NamespaceHost, string, LanSegment][] = [
      ['ifax1', 'eth0', 'sales'],
      ['ifax2', 'eth0', 'works'],
      ['neighbour', 'eth0', 'sales'],
      ['stray', 'eth0', 'sales'],
      ['squatter', 'eth0', 'works'],
      ['router', 'eth0', 'sales'],
      ['router', 'eth1', 'works'],
    ];
    for (const [host, device, segment] of plugs) {
      const port = portOf(host, device);
      this.#batch('switch', [
        `link add ${port} type veth peer name ${device} netns ${this.namespace(host)}`,
        `link set ${port} master ${segment}`,
        `link set ${port} up`,
      ]);
      this.#batch(host, ['link set lo up', `link set ${device} up`]);
    }
    for (const host of ['router', 'stray'] as const) this.#forward(host);
    this.address('neighbour', 'eth0', NEIGHBOUR, LAN_MASK);
    this.address('stray', 'eth0', STRAY_ROUTER, LAN_MASK);
    this.address('router', 'eth0', LAN_ROUTER.sales, LAN_MASK);
  }

  namespace(name: string): string {
    return `${this.#prefix}-${name}`;
  }

  /** The one address of a device; undefined: none. */
  address(host: NamespaceHost, device: string, address: string | undefined, mask: string): void {
    this.#batch(host, [`address flush dev ${device} scope global`, `neighbour flush dev ${device}`]);
    if (address === undefined) return;
    this.#batch(host, [`address add ${address}/${prefixLength(parseIpv4(mask) ?? 0)} dev ${device}`]);
  }

  /** What a host's settings would be; a gateway that the kernel refuses is none. */
  place(host: NamespaceHost, { address, mask, gateway }: Place): void {
    this.address(host, 'eth0', address, mask);
    if (gateway !== '') this.#batch(host, [`route replace default via ${gateway} dev eth0`], 'may fail');
  }

  /** Puts the switch's end of a cable into a segment, or takes it out; waits until the kernel knows of the carrier. */
  cable(host: NamespaceHost, device: string, to: LanSegment | 'out'): void {
    const port = portOf(host, device);
    if (to === 'out') this.#batch('switch', [`link set ${port} down`]);
    else this.#batch('switch', [`link set ${port} master ${to}`, `link set ${port} up`]);
    const state = to === 'out' ? /state (DOWN|LOWERLAYERDOWN)/ : /state UP/;
    this.#until(() => state.test(ip('-n', this.namespace(host), '-oneline', 'link', 'show', device)));
  }

  /** Broadcasts of a host without an address leave by its one device; without a route the kernel has no way for them. */
  broadcasts(host: NamespaceHost): void {
    this.#batch(host, ['route add 255.255.255.255/32 dev eth0']);
  }

  /** The hardware address of a device. */
  hardwareAddress(host: NamespaceHost, device: string): string {
    const told = ip('-n', this.namespace(host), '-oneline', 'link', 'show', device);
    return /link\/ether (\S+)/.exec(told)?.[1] ?? '';
  }

  /** The router learns who has the address now. */
  learn(address: string): void {
    // Any datagram makes it ask.
    execFileSync('ip', ['netns', 'exec', this.namespace('router'), 'bash', '-c', `echo > /dev/udp/${address}/9`]);
    const known = () => ip('-n', this.namespace('router'), 'neighbour', 'show', address);
    this.#until(() => known().includes('lladdr'));
  }

  close(): void {
    for (const namespace of this.#made.splice(0)) ip('netns', 'delete', namespace);
  }

  /** A router; it says of every packet that it cannot go on, not of some a second: one row must not feel the last one. */
  #forward(host: NamespaceHost): void {
    const values = 'echo 1 > ip_forward; echo 0 > icmp_ratelimit';
    const script = `cd /proc/sys/net/ipv4 && { ${values}; }`;
    execFileSync('ip', ['netns', 'exec', this.namespace(host), 'sh', '-c', script]);
  }

  #batch(host: string, lines: readonly string[], manner: 'may fail' | 'must do' = 'must do'): void {
    const input = `${lines.join('\n')}\n`;
    const args = ['-n', this.namespace(host), ...(manner === 'may fail' ? ['-force'] : []), '-batch', '-'];
    try {
      execFileSync('ip', args, { input, stdio: ['pipe', 'pipe', 'pipe'] });
    } catch (error) {
      if (manner === 'must do') throw error;
    }
  }

  #until(holds: () => boolean): void {
    for (let asked = 0; asked < ASKED_TIMES; asked += 1) if (holds()) return;
    throw new Error(`asked the kernel ${ASKED_TIMES} times in vain`);
  }
}

/** Labs whose process was killed before it could remove them: the number in the name is of a process that is gone. */
function removeOrphans(): void {
  for (const [name, pid] of ip('netns', 'list').matchAll(/^dpsim-(\d+)-[a-z0-9-]+/gm)) {
    if (!isAlive(Number(pid))) ip('netns', 'delete', name);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** A machine in a namespace, in a process of its own: one process cannot be in two. */
export class NamespaceMachine {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: Interface;
  readonly #answers: AsyncIterator<string>;
  #err = '';

  constructor(namespace: string, name: string) {
    const loader = new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url).href;
    const file = fileURLToPath(new URL('./namespace-machine.ts', import.meta.url));
    this.#child = spawn('ip', ['netns', 'exec', namespace, process.execPath, '--import', loader, file, name]);
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#err += text;
    });
    this.#lines = createInterface({ input: this.#child.stdout });
    this.#answers = this.#lines[Symbol.asyncIterator]();
  }

  /** The machine is on and takes commands. */
  async ready(): Promise<void> {
    await this.#answer();
  }

  async tell(command: NamespaceCommand): Promise<NamespaceAnswer> {
    this.#child.stdin.write(`${JSON.stringify(command)}\n`);
    const answer = await this.#answer();
    if (answer.failed !== undefined) throw new Error(answer.failed);
    return answer;
  }

  /** Its standard input ends, and it with it. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.stdin.end();
    await ended;
    this.#lines.close();
  }

  async #answer(): Promise<NamespaceAnswer> {
    const { value, done = false } = await this.#answers.next();
    if (done) throw new Error(`the machine has ended: ${this.#err}`);
    // The machine's process writes nothing else.
    return JSON.parse(String(value)) as NamespaceAnswer;
  }
}

/** The switch's end of a host's cable: at most 15 characters, as the kernel wants it. */
function portOf(host: NamespaceHost, device: string): string {
  return `${host}-${device}`;
}

function ip(...args: readonly string[]): string {
  return execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
