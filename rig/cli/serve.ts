import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Storage } from '../../device-model/index.ts';
import { ApiRig, type ApiRigOptions } from '../api/api-rig.ts';
import { readPanelFiles } from '../api/panel-files.ts';
import { type ApiServer, openServer } from '../api/server.ts';
import { servedMachines } from '../lab/served-machines.ts';
import { testOriginal } from '../lab/test-original.ts';
import { twoMachines } from '../lab/two-machines.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { openState } from './open-state.ts';
import { portRefused } from './port-refused.ts';
import { parseServeOptions, SERVE_USAGE, type ServeOptions } from './serve-options.ts';
import { version } from './version.ts';

/** Compiled, this file lies beside the built panel; in the sources the panel is built elsewhere. */
const PANEL_FOLDER = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/panel-ui/' : '../../panel-ui/',
  import.meta.url,
);
/** 192 bits of chance. */
const TOKEN_OCTETS = 24;

/** `dpsim serve`: two machines in real time behind an HTTP server, until SIGINT or SIGTERM. */
export async function run(args: readonly string[]): Promise<number> {
  const options = parseServeOptions(args, () => randomBytes(TOKEN_OCTETS).toString('base64url'));
  if (options === undefined) {
    process.stdout.write(`${SERVE_USAGE}\n`);
    return 0;
  }
  const { host: address, smtpPort, farEndPort } = options;
  const virtual = options.clock === 'virtual';
  const lab = virtual ? twoMachines() : servedMachines({ address, smtpPort, farEndPort });
  const state = options.state === undefined ? undefined : await openState(options.state);
  let stop = (): void => undefined;
  const interrupted = new Promise<void>((resolve) => {
    stop = resolve;
  });
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  let api: ApiRig | undefined;
  let server: ApiServer | undefined;
  try {
    api = await ApiRig.create(
      lab,
      await kept(
        state,
        lab.machines.map(({ name }) => name),
      ),
    );
    await api.furnish(await testOriginal());
    server = await serving(api, options);
    await api.powerOn();
    if (!virtual) await published(api);
    process.stdout.write(`${readyLine(api, options, server.port)}\n`);
    await interrupted;
  } finally {
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
    await server?.close();
    for (const machine of api?.rig.machines ?? []) await machine.powerOff();
    api?.close();
    await state?.close();
  }
  return 0;
}

/** Where the machines' memory and the received faxes are kept. */
async function kept(state: StateFolder | undefined, machines: readonly string[]): Promise<ApiRigOptions> {
  if (state === undefined) return {};
  const stores: Record<string, Storage> = {};
  for (const name of machines) stores[name] = await state.storageOf(name);
  return { stores, faxes: await state.faxes() };
}

async function serving(api: ApiRig, { host, port, token }: ServeOptions): Promise<ApiServer> {
  const panel = await readPanelFiles(fileURLToPath(PANEL_FOLDER));
  const onFault = (error: unknown): void => {
    process.stderr.write(`dpsim: a call ran into a fault: ${error instanceof Error ? error.message : String(error)}\n`);
  };
  try {
    return await openServer(api, { address: host, port, token, panel, version: await version(), onFault });
  } catch (error) {
    throw portRefused('port', { address: host, port }, error);
  }
}

/** Waits until the machines' ports are open; throws UsageError when the host does not give one. */
async function published({ rig, ports }: ApiRig): Promise<void> {
  const told = ({ name }: { readonly name: string }): boolean =>
    ports.of(name).length > 0 || ports.refused(name) !== undefined;
  await rig.until(() => rig.machines.every(told), 'the SMTP ports are open');
  for (const { name } of rig.machines) {
    const refused = ports.refused(name);
    if (refused !== undefined) throw portRefused('smtp-port', refused, refused);
  }
}

/** One line: where everything is. */
function readyLine({ rig, ports }: ApiRig, { host, token, json }: ServeOptions, port: number): string {
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
