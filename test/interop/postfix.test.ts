import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTiff } from '../../firmware/tiff/read-tiff.ts';
import { callPeer } from '../support/host-machine.ts';
import { a, hostNameServer } from '../support/host-name-server.ts';
import { type PrivatePostfix, privatePostfix } from '../support/private-postfix.ts';
import { missingPackages, testPrograms } from '../support/programs.ts';
import { tiffIn } from '../support/stock-server.ts';

const missing = missingPackages({ postfix: ['postfix', 'postcat'] });
testPrograms(missing);
const root = process.getuid?.() === 0;
test('Postfix is started by root', ({ skip }) => {
  if (!root) skip('not root: Postfix cannot be started');
});

describe.skipIf(missing.length > 0 || !root)('Postfix', () => {
  let postfix: PrivatePostfix;
  beforeAll(async () => {
    postfix = await privatePostfix();
  });
  afterAll(() => postfix.close());

  async function expectOneMoreFax(before: number): Promise<void> {
    const mails = postfix.held();
    expect(mails).toHaveLength(before + 1);
    for (const mail of mails) {
      const reading = readTiff(await tiffIn(mail));
      const pages = reading.ok ? reading.pages : [];
      // Profile S (RFC 3949, 3): MH, 1728 pels.
      expect(pages.map(({ coding, width }) => ({ coding, width }))).toEqual([{ coding: 'MH', width: 1728 }]);
    }
  }

  test('knows no CONNEG: gets Profile S and holds it', async () => {
    const { entry, dialogue } = await callPeer(postfix.port);
    expect(entry.result).toBe('OK');
    expect(dialogue.some((line) => line.includes('CONNEG'))).toBe(false);
    await expectOneMoreFax(0);
  });

  test('refuses CONNEG with 555 when a list of EHLO keywords lies: the plain RCPT follows in the same session', async () => {
    const before = postfix.held().length;
    const liar = await listingConneg(postfix.port);
    const { entry, dialogue, failedAttempts } = await callPeer(liar.port);
    liar.close();
    expect({ result: entry.result, failedAttempts, calls: liar.calls() }).toEqual({
      result: 'OK',
      failedAttempts: 0,
      calls: 1,
    });
    const asked = dialogue.indexOf('C: RCPT TO:<june@[127.0.0.1]> CONNEG');
    expect(dialogue[asked + 1]).toMatch(/^S: 555 5\.5\.4 /);
    expect(dialogue[asked + 2]).toBe('C: RCPT TO:<june@[127.0.0.1]>');
    expect(dialogue[asked + 3]).toMatch(/^S: 250 /);
    await expectOneMoreFax(before);
  });

  test('as the mail server of a station: Profile S with the request for a notification, no CONNEG, HELO', async () => {
    const before = postfix.held().length;
    const { entry, dialogue } = await callPeer(postfix.port, { deliveryNoticeByServer: 'On' }, undefined, {
      viaServer: '127.0.0.1',
    });
    expect(entry).toMatchObject({ result: 'OK', address: 'june@[127.0.0.1]' });
    expect(dialogue.filter((line) => /^C: (?:HELO|EHLO|RCPT)/.test(line))).toEqual([
      'C: HELO machine.dpsim.example',
      'C: RCPT TO:<june@[127.0.0.1]>',
    ]);
    await expectOneMoreFax(before);
    expect(
      postfix.held().filter((mail) => /^Disposition-Notification-To: /m.test(mail.toString('latin1'))),
    ).toHaveLength(1);
  });

  test('does not relay: 554, and no redial', async () => {
    const names = await hostNameServer({ 'elsewhere.example': { A: [a('elsewhere.example', '127.0.0.1')] } });
    const { entry, failedAttempts } = await callPeer(postfix.port, { redialCount: 1 }, undefined, {
      to: 'june@elsewhere.example',
      dnsServers: [{ address: '127.0.0.1', port: names.port }],
    });
    names.close();
    expect(entry).toMatchObject({ result: '923' });
    expect(entry.detail).toMatch(/554 5\.7\.1 .*Relay access denied/);
    expect(failedAttempts).toBe(1);
  });
});

/** Stands before a server and adds CONNEG (RFC 4141, 3) to its EHLO reply. */
async function listingConneg(port: number) {
  let calls = 0;
  const server = createServer((client) => {
    calls += 1;
    const behind = connect(port, '127.0.0.1');
    let replies = 0;
    client.pipe(behind);
    behind.on('data', (octets: Buffer) => {
      replies += 1;
      // The greeting is first, the reply to EHLO second; Postfix writes it at once.
      client.write(replies === 2 ? octets.toString('latin1').replace('\r\n250-', '\r\n250-CONNEG\r\n250-') : octets);
    });
    behind.on('end', () => client.end());
    for (const socket of [client, behind]) socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, calls: () => calls, close: () => server.close() };
}
