import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

/** A port of loopback that was free a moment ago, for programs that cannot be told to take any. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const CONNECT_LIMIT_MS = 20_000;

/** Waits until somebody accepts connections on a port of loopback; rejects after 20 s or when `gone` says so. */
export async function accepting(port: number, gone: () => string | undefined): Promise<void> {
  const until = performance.now() + CONNECT_LIMIT_MS;
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const opened = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (opened) return;
    const ended = gone();
    if (ended !== undefined) throw new Error(ended);
    if (performance.now() > until)
      throw new Error(`nobody listens on port ${port} after ${CONNECT_LIMIT_MS / 1_000} s`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
