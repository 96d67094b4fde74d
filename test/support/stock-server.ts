import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface StoredMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly octets: Buffer;
}

export interface StockServer {
  readonly port: number;
  readonly mails: readonly StoredMail[];
  close(): Promise<void>;
}

/** The smtp-server package as it comes, on a free port of loopback: takes every mail and keeps it in memory. */
export async function stockServer(): Promise<StockServer> {
  const mails: StoredMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData(stream, session, done) {
      const { mailFrom, rcptTo } = session.envelope;
      buffer(stream).then((octets) => {
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          octets,
        });
        done(null, 'stored');
      }, done);
    },
  });
  // A client's reset is its own affair.
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    mails,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The one TIFF file in a mail, as the postal-mime package reads it. */
export async function tiffIn(mail: Uint8Array): Promise<Uint8Array> {
  const { attachments } = await PostalMime.parse(mail);
  const [only, ...others] = attachments.filter(({ mimeType }) => mimeType === 'image/tiff');
  if (only === undefined || others.length > 0) throw new Error(`${attachments.length} attachments, one TIFF expected`);
  if (typeof only.content === 'string') return Buffer.from(only.content, 'latin1');
  return new Uint8Array(only.content);
}
