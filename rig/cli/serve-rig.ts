import { fileURLToPath } from 'node:url';
import type { Storage } from '../../device-model/index.ts';
import { ApiRig, type ApiRigOptions } from '../api/api-rig.ts';
import { readPanelFiles } from '../api/panel-files.ts';
import { type ApiServer, openServer } from '../api/server.ts';
import type { LabDescription, MachineDescription } from '../lab/lab-description.ts';
import { testOriginal } from '../lab/test-original.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { openState } from './open-state.ts';
import { portRefused } from './port-refused.ts';
import type { ServerOptions } from './server-options.ts';
import { version } from './version.ts';

/** Compiled, this file lies beside the built panel; in the sources the panel is built elsewhere. */
const PANEL_FOLDER = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/panel-ui/' : '../../panel-ui/',
  import.meta.url,
);

/** Longest wait for published ports before it is told what is served; a lease takes less. *Own design.* */
const PUBLISHED_LIMIT_MS = 10_000;

/**
 * A rig in an HTTP server: tells in one line where everything is, and ends in order with SIGINT or SIGTERM. `publishedBy` is
 * what to change when the host does not give a published port. Throws UsageError.
 */
export async function serveRig(lab: LabDescription, options: ServerOptions, publishedBy: string): Promise<void> {
  const state = options.state === undefined ? undefined : await openState(options.state);
  let stop = (): void => undefined;
  let stopped = false;
  const interrupted = new Promise<void>((resolve) => {
    stop = () => {
      stopped = true;
      resolve();
    };
  });
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  let api: ApiRig | undefined;
  let server: ApiServer | undefined;
  try {
    const names = lab.machines.map(({ name }) => name);
    api = await ApiRig.create(lab, await kept(state, names));
    await api.furnish(await testOriginal());
    server = await serving(api, options);
    await api.powerOn();
    await published(api, publishedBy, () => stopped);
    if (!stopped) process.stdout.write(`${readyLine(api, options, server.port)}\n`);
    await interrupted;
  } finally {
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
    await server?.close();
    for (const machine of api?.rig.machines ?? []) await machine.powerOff();
    api?.close();
    await state?.close();
  }
}

/** Where the machines' memory and the received faxes are kept. */
async function kept(state: StateFolder | undefined, machines: readonly string[]): Promise<ApiRigOptions> {
  if (state === undefined) return {};
  const stores: Record<string, Storage> = {};
  for (const name of machines) stores[name] = await state.storageOf(name);
  return { stores, faxes: await state.faxes() };
}

async function serving(api: ApiRig, { host, port, token }: ServerOptions): Promise<ApiServer> {
  const panel = await readPanelFiles(fileURLToPath(PANEL_FOLDER));
  const onFault = (error: unknown): void => {
    process.stderr.write(`dpsim: a call ran into a fault: ${error instanceof Error ? error.message : String(error)}\n`);
  };
  try {
    return await openServer(api, { address: host, port, token, panel, version: await version(), onFault });
  } catch (error) {
    throw portRefused('--port', { address: host, port }, error);
  }
}

/**
 * Waits until the ports that machines publish are open, or nobody waits any more; throws UsageError when the host does not
 * give one. A machine that has no address by then, or does not listen there, keeps nobody waiting.
 */
async function published({ rig, ports }: ApiRig, publishedBy: string, givenUp: () => boolean): Promise<void> {
  const publishing = rig.description.machines.filter(({ publishedPorts }) => publishedPorts.length > 0);
  if (publishing.length === 0) return;
  const told = ({ name }: MachineDescription): boolean =>
    ports.of(name).length > 0 || ports.refused(name) !== undefined;
  await rig.clock.runUntil(() => givenUp() || publishing.every(told), rig.clock.now() + PUBLISHED_LIMIT_MS);
  for (const { name } of publishing) {
    const refused = ports.refused(name);
    if (refused !== undefined) throw portRefused(publishedBy, refused, refused);
  }
}

/** One line: where everything is. */
function readyLine({ rig, ports }: ApiRig, { host, token, json }: ServerOptions, port: number): string {
  // 0.0.0.0 is every address of this host, and none that a browser can go to.
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}/`;
  const asked = token === undefined ? '' : `?token=${encodeURIComponent(token)}`;
  const machines = rig.machines.map((machine) => ({
    name: machine.name,
    panel: `${url}machines/${machine.name}${asked}`,
    mailbox: machine.firmware?.settings.get('machineAddress') ?? '',
    smtp: ports.of(machine.name)[0] ?? null,
  }));
  if (json) return JSON.stringify({ url: `${url}${asked}`, api: `${url}api`, token: token ?? null, machines });
  const told = machines.map(({ name, smtp }) => (smtp === null ? name : `${name} SMTP ${smtp.address}:${smtp.port}`));
  return `dpsim serving ${url}${asked} (API ${url}api), ${told.join(', ')} (Ctrl-C ends)`;
}
