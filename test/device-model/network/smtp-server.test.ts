import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { SMTPConnection, type SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../../device-model/clock/virtual-clock.ts';
import { VirtualLan } from '../../../device-model/network/virtual-lan.ts';

/** The package without its greeting delay, which is a real timer. */
class PromptConnection extends SMTPConnection {
  override init(): void {
    this._setListeners(() => this.connectionReady());
  }
}

class PromptServer extends SMTPServer {
  override updateSecureContext(): void {
    this.secureContext = new Map();
  }

  override connect(socket: Socket, options?: SMTPConnectionOptions): void {
    const connection = new PromptConnection(this, socket, options);
    this.connections.add(connection);
    connection.on('error', () => undefined);
    connection.init();
  }
}

async function session(options: SMTPServerOptions, lines: string) {
  const clock = new VirtualClock();
  const lan = new VirtualLan({ clock, trace: { write: () => undefined } });
  const [client, far] = ['client', 'server'].map((name) => lan.host({ name, segment: 'office' }));
  if (client === undefined || far === undefined) throw new Error('no hosts');
  client.configure({ address: '10.0.0.1', mask: '255.255.255.0' });
  far.configure({ address: '10.0.0.2', mask: '255.255.255.0' });
  const server = new PromptServer({
    name: 'far.test',
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    ...options,
  });
  server.on('error', () => undefined);
  far.listen(25, (connection) => {
    // As much of a Socket as the package touches: the LAN port is made for it.
    server.connect(connection as unknown as Socket, { id: 'session-1' });
  });
  const connection = client.connect({ address: '10.0.0.2', port: 25 });
  const replies: string[] = [];
  connection.on('data', (octets) => replies.push(String(octets)));
  connection.on('error', () => undefined);
  connection.write(lines);
  return { clock, connection, server, replies: () => replies.join('').split('\r\n').filter(Boolean) };
}

test('a whole session with the smtp-server package runs over the virtual LAN', async () => {
  let body = '';
  const { clock, replies, server } = await session(
    {
      onData(stream, _session, callback) {
        stream.on('data', (octets) => {
          body += String(octets);
        });
        stream.on('end', () => callback(null, 'stored'));
      },
    },
    'EHLO near.test\r\nMAIL FROM:<a@near.test>\r\nRCPT TO:<b@far.test>\r\nDATA\r\nSubject: fax\r\n\r\n..\r\n.\r\nQUIT\r\n',
  );
  await clock.advanceBy(1_000);
  expect(
    replies()
      .filter((line) => line[3] === ' ')
      .map((line) => line.slice(0, 3)),
  ).toEqual(['220', '250', '250', '250', '354', '250', '221']);
  expect(body).toBe('Subject: fax\r\n\r\n.\r\n');
  expect(server.connections.size).toBe(0);
});

test('its idle timeout runs on the clock', async () => {
  const { clock, replies } = await session({ socketTimeout: 300_000 }, '');
  await clock.advanceBy(299_000);
  expect(replies().at(-1)).toMatch(/^220 /);
  await clock.advanceBy(2_000);
  expect(replies().at(-1)).toMatch(/^421 /);
});

test('a cut in the middle of DATA leaves no connection behind', async () => {
  let broken: Error | undefined;
  const { clock, connection, server } = await session(
    {
      onData(stream, _session, _callback) {
        stream.on('error', (error) => {
          broken = error;
        });
        stream.resume();
      },
    },
    'EHLO near.test\r\nMAIL FROM:<a@near.test>\r\nRCPT TO:<b@far.test>\r\nDATA\r\nhalf of it',
  );
  await clock.advanceBy(1_000);
  expect(server.connections.size).toBe(1);
  connection.destroy();
  await clock.advanceBy(1_000);
  expect(server.connections.size).toBe(0);
  expect(broken).toBeInstanceOf(Error);
});
