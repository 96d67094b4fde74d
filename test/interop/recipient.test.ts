import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOST_LAB_MACHINE, hostLab } from '../../rig/lab/host-lab.ts';
import { Rig } from '../../rig/rig.ts';
import { HOST_LAB_OPTIONS } from '../support/host-machine.ts';
import { type PrivatePostfix, privatePostfix } from '../support/private-postfix.ts';
import { missingPackages, testPrograms } from '../support/programs.ts';
import { runProgram } from '../support/run-program.ts';

const missing = missingPackages({ postfix: ['postfix', 'postcat', 'smtp-source'], swaks: ['swaks'] });
testPrograms(missing);
const root = process.getuid?.() === 0;
test('Postfix is started by root', ({ skip }) => {
  if (!root) skip('not root: Postfix cannot be started');
});

const FAX = fileURLToPath(new URL('../vectors/tiff-s-2page.tif', import.meta.url));
const EVE = 'eve@peer.example';
const JUNE = 'june@ifax2.panasonic.example';

describe.skipIf(missing.length > 0 || !root)('our recipient, as programs of others see it', () => {
  let postfix: PrivatePostfix;
  let rig: Rig;
  let port = 0;
  let folder = '';
  const machine = () => rig.machine(HOST_LAB_MACHINE);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recipient-'));
    postfix = await privatePostfix();
    const settings = { mailServer: '127.0.0.1', rcvMessageSize: 64 };
    rig = await Rig.create(
      hostLab({
        ...HOST_LAB_OPTIONS,
        from: JUNE,
        smtpPort: postfix.port,
        published: { address: '127.0.0.1', port: 0 },
        settings,
      }),
    );
    await rig.powerOn();
    const found = () => rig.log.lines.find(({ event }) => event === 'port.published');
    await rig.until(() => found() !== undefined, 'the port is published');
    port = Number(found()?.data['port']);
  });
  afterAll(async () => {
    await machine().powerOff();
    rig.close();
    await postfix.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** While swaks talks, the machine's time passes. */
  async function swaks(...args: readonly string[]) {
    const common = ['--server', `127.0.0.1:${port}`, '--from', EVE, '--timeout', '30'];
    let run: Awaited<ReturnType<typeof runProgram>> | undefined;
    runProgram('swaks', [...common, ...args], folder).then(
      (ended) => {
        run = ended;
      },
      (error: unknown) => {
        run = { code: -1, out: '', err: String(error) };
      },
    );
    await rig.until(() => run !== undefined, 'swaks ended');
    return run ?? { code: -1, out: '', err: '' };
  }
  const attached = ['--attach-type', 'image/tiff', '--attach', `@${FAX}`];

  test('a fax that asks: printed, and the notification lies at Postfix, sent with the null reverse-path', async () => {
    const asked = [
      '--add-header',
      `Disposition-Notification-To: <${EVE}>`,
      '--header',
      'Message-Id: <asked@peer.example>',
    ];
    const { code, out } = await swaks('--to', JUNE, ...attached, ...asked);
    expect({ code, out: out.slice(-300) }).toMatchObject({ code: 0 });
    await rig.until(() => machine().journal.length === 2, 'reception and notification are journaled');
    expect(machine().journal).toMatchObject([
      { direction: 'RCV', result: 'OK', pages: 2 },
      { direction: 'XMT', result: 'OK', address: EVE },
    ]);
    const [held, ...more] = postfix.held();
    expect(more).toEqual([]);
    const mail = await simpleParser(held ?? '');
    expect(mail.subject).toMatch(/^Read Receipt:/);
    expect(mail.inReplyTo).toBe('<asked@peer.example>');
    const said = rig.log.lines.filter(({ data }) => data['role'] === 'notification').map(({ data }) => data['text']);
    expect(said).toContain('MAIL FROM:<>');
    const report = mail.attachments.find(({ contentType }) => contentType === 'message/disposition-notification');
    expect(report?.content.toString()).toMatch(
      /^Final-Recipient: rfc822;june@ifax2\.panasonic\.example\r?\nOriginal-Message-ID: <asked@peer\.example>\r?\nDisposition: automatic-action\/MDN-sent-automatically; dispatched\r?\nMedia-Accept-Features:\r?\n \(&\(type="image\/tiff"\)/,
    );
  });

  test('the same again: a duplicate', async () => {
    const { code, out } = await swaks('--to', JUNE, ...attached, '--header', 'Message-Id: <asked@peer.example>');
    expect(code).toBe(0);
    expect(out).toContain('250 duplicate of file 001, not printed again');
  });

  // swaks' exit codes: 24 RCPT refused by all, 26 the message refused.
  test.each([
    ['an unknown mailbox', ['--to', 'nobody@ifax2.panasonic.example'], 24, '550 no such mailbox'],
    ['relaying', ['--to', 'june@peer.example'], 24, '550 not a mailbox of this machine'],
    ['a mail without a fax', ['--to', JUNE, '--body', 'hello'], 26, '554 5.6.1 no printable content'],
    ['a mail past the size', ['--to', JUNE, '--body', 'x'.repeat(60).concat('\n').repeat(1_200)], 26, '552 '],
  ])('%s', async (_, args, code, reply) => {
    const run = await swaks(...args);
    expect({ code: run.code, said: run.out.includes(reply) ? reply : run.out.slice(-400) }).toEqual({
      code,
      said: reply,
    });
  });
});
