import { createServer, type Server } from 'node:http';
import { hostname, networkInterfaces } from 'node:os';
import { createAdaptorServer } from '@hono/node-server';
import { isLoopback } from '../../device-model/index.ts';
import type { ApiRig } from './api-rig.ts';
import { type ApiApp, type AppOptions, apiApp } from './app.ts';

/** Sockets of callers at once; beyond them the host's backlog waits. *Own design.* */
const CONNECTIONS_LIMIT = 2_000;
/** A request that has not arrived as a whole by then is given up; the longest is an original over a slow line. *Own design.* */
const REQUEST_LIMIT_MS = 120_000;

export interface ServerOptions extends Omit<AppOptions, 'hosts'> {
  /** IPv4, of this host. */
  readonly address: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export interface ApiServer extends Pick<ApiApp, 'streams' | 'waiting'> {
  readonly port: number;
  /** Ends streams and connections and resolves when the port is free. */
  close(): Promise<void>;
}

/** A program asked for an address that others can reach, and there is no token to keep them out. */
export class TokenMissing extends Error {
  override readonly name = 'TokenMissing';
}

/** Serves the app over HTTP. Rejects with TokenMissing, or with node's error when the port is not to be had. */
export async function openServer(api: ApiRig, options: ServerOptions): Promise<ApiServer> {
  const { address, port, ...rest } = options;
  if (!isLoopback(address) && options.token === undefined) {
    throw new TokenMissing(`whoever reaches ${address} could work the machines: expected a token`);
  }
  const app = apiApp(api, { ...rest, hosts: hostNames(address) });
  const server = createAdaptorServer({
    fetch: app.fetch,
    overrideGlobalObjects: false,
    createServer,
    serverOptions: { requestTimeout: REQUEST_LIMIT_MS },
  });
  // It is node's own: no other maker of servers was given.
  const http = server as Server;
  http.maxConnections = CONNECTIONS_LIMIT;
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen({ host: address, port }, () => {
      http.removeListener('error', reject);
      resolve();
    });
  });
  const bound = http.address();
  return {
    port: bound === null || typeof bound === 'string' ? port : bound.port,
    get streams() {
      return app.streams;
    },
    get waiting() {
      return app.waiting;
    },
    close: () =>
      new Promise((resolve) => {
        app.close();
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}

/** What the Host field may name: a page that resolved its own name to this address is not among it. */
function hostNames(address: string): readonly string[] {
  const own = address === '0.0.0.0' ? interfaceAddresses() : [address];
  return [...new Set(['localhost', '127.0.0.1', ...own, ...(isLoopback(address) ? [] : [hostname().toLowerCase()])])];
}

function interfaceAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).filter(({ family }) => family === 'IPv4').map((one) => one.address),
  );
}
