import { createInterface } from 'node:readline';
import { Rig } from '../../rig/rig.ts';
import { machineSettings, type Place, reachOf } from './lan-configurations.ts';
import { plainSheet } from './scenario.ts';

/**
 * One machine on the network of the host, here a network namespace, told what to do by lines of JSON on standard input;
 * each is answered by one line.
 */
export type NamespaceCommand =
  /** New settings; the answer says whether the interface has an address. */
  | { readonly do: 'place'; readonly place: Place }
  /** A connection to port 25, past the guard and given up after `waitMs`, and at once a fax of one page, which is journaled. */
  | { readonly do: 'call'; readonly to: string; readonly waitMs: number }
  /** Waits until so many sheets are in the tray. */
  | { readonly do: 'print'; readonly sheets: number };

export interface NamespaceAnswer {
  readonly address?: string | null;
  readonly reach?: string;
  readonly ms?: number;
  readonly result?: string;
  readonly detail?: string;
  /** Sheets in the tray. */
  readonly printed?: number;
  readonly failed?: string;
}

/** A page that was accepted is printed sooner than that, on any machine that CI has. */
const PRINT_MS = 30_000;

const NAME = process.argv[2] ?? 'ifax';

const rig = await Rig.create({
  seed: NAME,
  clock: 'wall',
  pace: 'hurried',
  segments: ['none'],
  machines: [
    {
      name: NAME,
      model: 'dp-4530',
      segment: 'none',
      lan: 'host',
      mailboxes: ['*@*'],
      settings: machineSettings({ address: '', mask: '', gateway: '' }, NAME),
    },
  ],
});
const machine = rig.machine(NAME);
await rig.powerOn();

async function place({ address, mask, gateway }: Place): Promise<NamespaceAnswer> {
  // Without an address first: one that stays the same is bound anew all the same.
  await machine.set('ipAddress', '');
  await machine.set('subnetMask', mask);
  await machine.set('defaultGateway', gateway);
  await machine.set('ipAddress', address);
  return { address: machine.board.network.configuration?.address ?? null };
}

async function reach(to: string, waitMs: number): Promise<NamespaceAnswer> {
  const from = rig.clock.now();
  let met: NamespaceAnswer | undefined;
  await rig.clock.enter(() => {
    const connection = machine.board.network.connect({ address: to, port: 25 });
    const note = (what: string) => {
      met ??= { reach: what, ms: rig.clock.now() - from };
      connection.destroy();
    };
    connection.on('connect', () => note('connected'));
    connection.on('error', (error: Error & { code?: string }) => note(reachOf(error.code) ?? error.message));
    rig.clock.alarm(from + waitMs, () => note('silence'), 'wait for the connection');
  });
  await rig.until(() => met !== undefined, 'the connection is made or not');
  return met ?? {};
}

async function send(to: string): Promise<NamespaceAnswer> {
  const before = machine.journal.length;
  await machine.press('RESET');
  await machine.load(plainSheet('sheet'));
  await machine.type(`june@[${to}]`);
  await machine.press('START');
  await rig.until(() => machine.journal.length > before, 'the fax is journaled');
  const entry = machine.journal[before];
  // A refused original is still in the feeder.
  machine.board.feeder.removeAll();
  return { result: entry?.result ?? '', detail: entry?.detail ?? '' };
}

function answer(command: NamespaceCommand): Promise<NamespaceAnswer> {
  switch (command.do) {
    case 'place':
      return place(command.place);
    case 'call':
      return call(command.to, command.waitMs);
    case 'print':
      return print(command.sheets);
  }
}

async function call(to: string, waitMs: number): Promise<NamespaceAnswer> {
  const [met, sent] = await Promise.all([reach(to, waitMs), send(to)]);
  return { ...met, ...sent };
}

async function print(sheets: number): Promise<NamespaceAnswer> {
  await rig.until(() => machine.printed.length >= sheets, `${sheets} sheets are printed`, PRINT_MS);
  return {};
}

console.log(JSON.stringify({ address: null } satisfies NamespaceAnswer));
for await (const line of createInterface({ input: process.stdin })) {
  // The test at the other end writes nothing else.
  const command = JSON.parse(line) as NamespaceCommand;
  let told: NamespaceAnswer;
  try {
    told = { ...(await answer(command)), printed: machine.printed.length };
  } catch (error) {
    told = { failed: error instanceof Error ? error.message : String(error) };
  }
  console.log(JSON.stringify(told));
}
rig.close();
