import { describe, expect, test } from 'vitest';
import { SMTP_SERVER_LIMITS } from '../../../../firmware/smtp/server/server-limits.ts';
import { MANUAL_SAMPLE } from '../../../support/manual-sample.ts';
import { receivingServer } from '../../../support/receiving-server.ts';
import { type FarEndStep, scriptedCaller } from '../../../support/scripted-far-end.ts';
import { FAR_END, smtpLan } from '../../../support/smtp-lan.ts';

/** Manual p.472, the sample of the capability as it is printed there, after the line that names the mailbox. */
const MANUAL_CAPABILITY = [
  '(&(image-file-structure=TIFF-minimal)',
  '  (MRC-mode=0)',
  '  (color=Binary)',
  '  (|(&(dpi=204)',
  '     (dpi-xyratio=[204/98,204/196]) )',
  '   (&(dpi=200)',
  '     (dpi-xyratio=[200/100,1]) )',
  '   (&(dpi=400)',
  '     (dpi-xyratio=1) ) )',
  ' (|(image-coding=[MH,MR,MMR])',
  '   (&(imagecoding=JBIG)',
  '     (image-coding-constraint=JBIG-T85)',
  '     (JBIG-stripe-size=128) ) )',
  '   (size-x<=2150/254)',
  '   (paper-size=[letter,A4,B4]) )',
  ' (ua-media=stationery) )',
];
const asks = (command: string, reply: string): FarEndStep[] => [{ say: `${command}\r\n` }, { expect: `${reply}\r\n` }];
const greeting: FarEndStep[] = [{ expect: '220 far.example ESMTP\r\n' }];
const SIZE = SMTP_SERVER_LIMITS.messageOctets;
const ehlo: FarEndStep[] = [
  ...greeting,
  ...asks('EHLO fax.example', `250-far.example\r\n250-8BITMIME\r\n250-SIZE ${SIZE}\r\n250 CONNEG`),
];
const mail: FarEndStep[] = [...ehlo, ...asks('MAIL FROM:<pcc@panasonic.com>', '250 Accepted')];
const rcpt: FarEndStep[] = [...mail, ...asks('RCPT TO:<june@panasonic.com>', '250 Accepted')];
const data: FarEndStep[] = [...rcpt, ...asks('DATA', '354 End data with <CR><LF>.<CR><LF>')];
const quit: FarEndStep[] = [...asks('QUIT', '221 Bye'), { end: true }];

async function play(
  script: readonly FarEndStep[],
  ...more: Parameters<typeof receivingServer> extends [unknown, ...infer Rest] ? Rest : never
) {
  const lan = smtpLan();
  const receiving = receivingServer(lan, ...more);
  const caller = scriptedCaller(lan.clock, lan.near, FAR_END, script);
  await lan.clock.advanceBy(60_000);
  expect(caller.mismatch).toBeUndefined();
  expect(caller.done).toBe(true);
  return { ...lan, ...receiving, caller };
}

describe('CONNEG (RFC 4141, manual p.472)', () => {
  test('a whole session, the capability octet by octet as on p.472', async () => {
    const { messages, transcript, clock, server, ended } = await play(
      [
        ...mail,
        ...asks('RCPT TO:<june@panasonic.com> CONNEG', MANUAL_SAMPLE.join('\r\n')),
        ...asks('DATA', '354 End data with <CR><LF>.<CR><LF>'),
        ...asks('Subject: fax\r\n\r\n..dot\r\n.', '250 message accepted'),
        ...quit,
      ],
      MANUAL_CAPABILITY,
    );
    expect(messages).toEqual([
      {
        envelope: {
          sessionId: '0000000000000001',
          remoteAddress: '10.20.30.4',
          clientName: 'fax.example',
          reversePath: 'pcc@panasonic.com',
          forwardPaths: ['june@panasonic.com'],
        },
        text: 'Subject: fax\r\n\r\n.dot\r\n',
      },
    ]);
    expect(transcript).toEqual([
      'S: 220 far.example ESMTP',
      'C: EHLO fax.example',
      'S: 250-far.example',
      'S: 250-8BITMIME',
      `S: 250-SIZE ${SIZE}`,
      'S: 250 CONNEG',
      'C: MAIL FROM:<pcc@panasonic.com>',
      'S: 250 Accepted',
      'C: RCPT TO:<june@panasonic.com> CONNEG',
      ...MANUAL_SAMPLE.map((line) => `S: ${line}`),
      'C: DATA',
      'S: 354 End data with <CR><LF>.<CR><LF>',
      'C: (22 octets of message)',
      'S: 250 message accepted',
      'C: QUIT',
      'S: 221 Bye',
    ]);
    expect(ended).toEqual([['0000000000000001', undefined]]);
    expect(server.connections.size).toBe(0);
    expect(clock.pendingAlarms).toBe(0);
  });

  test.each([
    ['rcpt to:<june@panasonic.com> conneg'],
    ['RCPT TO: <june@panasonic.com>   CONNEG'],
    ['RCPT TO:<@relay.example:june@panasonic.com> CONNEG'],
  ])('%s', async (command) => {
    await play(
      [...mail, ...asks(command, '250-<june@panasonic.com> recipient ok\r\n250 (&(color=Binary))')],
      ['(&(color=Binary))'],
    );
  });

  test('no capability for this mailbox: one line', async () => {
    await play([...mail, ...asks('RCPT TO:<june@panasonic.com> CONNEG', '250 <june@panasonic.com> recipient ok')]);
  });

  test('refusals', async () => {
    await play(
      [
        ...mail,
        ...asks('RCPT TO:<june@panasonic.com> CONNEG=1', '501 CONNEG takes no value'),
        ...asks('RCPT TO:<june@panasonic.com> CONNEG=', '501 CONNEG takes no value'),
        ...asks('RCPT TO:<june@panasonic.com> CONNEG CONNEG', '501 Error: duplicate CONNEG parameter'),
        ...asks('RCPT TO:<nobody@panasonic.com> CONNEG', '550 no such mailbox on this machine'),
        ...asks('RCPT TO:<june@other.example> CONNEG', '550 not a mailbox of this machine, relaying is refused'),
        ...asks('RCPT TO:<june@panasonic.com> CONNEG', '250-<june@panasonic.com> recipient ok\r\n250 (&)'),
      ],
      ['(&)'],
    );
  });

  test.each([
    [undefined, 555],
    [504, 504],
  ] as const)('not offered: refused with %s', async (connegRefusalCode, code) => {
    const plain = asks('EHLO fax.example', `250-far.example\r\n250-8BITMIME\r\n250 SIZE ${SIZE}`);
    const script = [
      ...greeting,
      ...plain,
      ...asks('MAIL FROM:<>', '250 Accepted'),
      ...asks('RCPT TO:<june@panasonic.com> CONNEG', `${code} RCPT TO parameter not recognized: CONNEG`),
      ...asks('RCPT TO:<june@panasonic.com>', '250 Accepted'),
    ];
    await play(script, ['(&)'], { conneg: false, ...(connegRefusalCode === undefined ? {} : { connegRefusalCode }) });
  });

  test('not to a client that said HELO', async () => {
    await play(
      [
        ...greeting,
        ...asks('HELO fax.example', '250 far.example'),
        ...asks('MAIL FROM:<>', '250 Accepted'),
        ...asks('RCPT TO:<june@panasonic.com> CONNEG', '555 RCPT TO parameter not recognized: CONNEG'),
      ],
      ['(&)'],
    );
  });
});

describe('commands', () => {
  test('parameters that belong to no extension offered: 555 (RFC 5321 4.1.1.11)', async () => {
    await play([
      ...ehlo,
      ...asks('MAIL FROM:<pcc@panasonic.com> FOO=BAR', '555 MAIL FROM parameter not recognized: FOO'),
      ...asks('MAIL FROM:<pcc@panasonic.com> SMTPUTF8', '555 MAIL FROM parameter not recognized: SMTPUTF8'),
      ...asks('MAIL FROM:<pcc@panasonic.com> SIZE=1000 BODY=8BITMIME', '250 Accepted'),
      ...asks('RCPT TO:<june@panasonic.com> NOTIFY=NEVER', '555 RCPT TO parameter not recognized: NOTIFY'),
    ]);
  });

  test('what a fax machine does not have: 500', async () => {
    const commands = ['AUTH PLAIN', 'STARTTLS', 'WIZ x', 'SHELL', 'KILL', 'XCLIENT NAME=a', 'BDAT 3 LAST'];
    await play([...ehlo, ...commands.flatMap((command) => asks(command, '500 Error: command not recognized'))]);
  });

  test('order: 503', async () => {
    await play([
      ...greeting,
      ...asks('MAIL FROM:<pcc@panasonic.com>', '503 Error: send HELO/EHLO first'),
      ...ehlo.slice(1),
      ...asks('RCPT TO:<june@panasonic.com>', '503 Error: need MAIL command'),
      ...asks('DATA', '503 Error: need RCPT command'),
    ]);
  });

  test('postmaster without a domain reaches the hook with an empty one', async () => {
    await play([...mail, ...asks('RCPT TO:<postmaster>', '550 not a mailbox of this machine, relaying is refused')]);
  });
});

describe('the message', () => {
  test('250 only once the machine has taken it', async () => {
    const lan = smtpLan();
    const receiving = receivingServer(lan);
    receiving.verdict = () =>
      new Promise((resolve) => {
        lan.clock.alarm(lan.clock.now() + 90 * 60_000, () => resolve({ accepted: true, text: 'stored' }));
      });
    const caller = scriptedCaller(lan.clock, lan.near, FAR_END, [...data, ...asks('a\r\n.', '250 stored')]);
    await lan.clock.advanceBy(89 * 60_000);
    expect(receiving.messages).toHaveLength(1);
    // Neither the idle time nor the deadline of the session cuts off a message that is being decided on.
    expect(caller).toMatchObject({ done: false, left: undefined });
    await lan.clock.advanceBy(2 * 60_000);
    expect(caller.done).toBe(true);
    expect(caller.mismatch).toBeUndefined();
  });

  test.each([
    ['refused', () => Promise.resolve({ accepted: false as const, code: 452, text: 'memory full' }), '452 memory full'],
    ['rejected', () => Promise.reject(new Error('disk')), '451 local error in processing, try again later'],
  ])('%s', async (_name, verdict, reply) => {
    const lan = smtpLan();
    const receiving = receivingServer(lan);
    receiving.verdict = verdict;
    const caller = scriptedCaller(lan.clock, lan.near, FAR_END, [...data, ...asks('a\r\n.', reply), ...quit]);
    await lan.clock.advanceBy(1_000);
    expect(caller).toMatchObject({ done: true, mismatch: undefined });
  });

  test('SIZE: too long by its declaration, and by its octets (RFC 1870)', async () => {
    const { messages } = await play(
      [
        ...greeting,
        ...asks('EHLO fax.example', '250-far.example\r\n250-8BITMIME\r\n250-SIZE 1000\r\n250 CONNEG'),
        ...asks('MAIL FROM:<> SIZE=1001', '552 Error: message exceeds fixed maximum message size 1000'),
        ...asks('MAIL FROM:<> SIZE=1000', '250 Accepted'),
        ...asks('RCPT TO:<june@panasonic.com>', '250 Accepted'),
        ...asks('DATA', '354 End data with <CR><LF>.<CR><LF>'),
        ...asks(`${'x'.repeat(999)}\r\n.`, '552 Error: message exceeds fixed maximum message size 1000'),
        ...asks('MAIL FROM:<>', '250 Accepted'),
        ...asks('RCPT TO:<june@panasonic.com>', '250 Accepted'),
        ...asks('DATA', '354 End data with <CR><LF>.<CR><LF>'),
        ...asks(`${'x'.repeat(998)}\r\n.`, '250 message accepted'),
      ],
      [],
      { limits: { messageOctets: 1_000 } },
    );
    expect(messages.map(({ text }) => text.length)).toEqual([1_000]);
  });
});

describe('what a stranger can cost', () => {
  test('idle: 421 after five minutes', async () => {
    const lan = smtpLan();
    const receiving = receivingServer(lan);
    const caller = scriptedCaller(lan.clock, lan.near, FAR_END, greeting);
    await lan.clock.advanceTo(299_000);
    expect(caller.received).toBe('220 far.example ESMTP\r\n');
    await lan.clock.advanceTo(301_000);
    expect(caller.received).toContain('421 Timeout');
    await lan.clock.advanceTo(310_000);
    expect(receiving.server.connections.size).toBe(0);
    expect(lan.clock.pendingAlarms).toBe(0);
  });

  test('a client that trickles is sent away when the session has lasted an hour', async () => {
    const lan = smtpLan();
    receivingServer(lan);
    const trickle = Array.from({ length: 90 }).flatMap((): FarEndStep[] => [{ pauseMs: 60_000 }, { say: 'x' }]);
    const caller = scriptedCaller(lan.clock, lan.near, FAR_END, [...greeting, ...trickle]);
    await lan.clock.advanceTo(3_599_000);
    expect(caller.received).not.toContain('421');
    await lan.clock.advanceTo(3_601_000);
    expect(caller.received).toContain('421 far.example the session has lasted too long');
  });

  test('one session too many: 421, and room again afterwards', async () => {
    const lan = smtpLan();
    receivingServer(lan, [], { limits: { sessions: 1 } });
    const first = scriptedCaller(lan.clock, lan.near, FAR_END, [...greeting, { pauseMs: 5_000 }, ...quit]);
    await lan.clock.advanceTo(1_000);
    const second = scriptedCaller(lan.clock, lan.near, FAR_END, []);
    await lan.clock.advanceTo(10_000);
    expect(second.received).toBe('421 far.example all sessions are taken, try again later\r\n');
    expect(first).toMatchObject({ done: true, mismatch: undefined });
    const third = scriptedCaller(lan.clock, lan.near, FAR_END, [...greeting, ...quit]);
    await lan.clock.advanceTo(20_000);
    expect(third.done).toBe(true);
  });

  test('errors: the last one allowed is followed by 421', async () => {
    const wrong = Array.from({ length: 2 }).flatMap(() => asks('NONSENSE', '500 Error: command not recognized'));
    const last = asks(
      'NONSENSE',
      '500 Error: command not recognized\r\n421 far.example too many errors, closing connection',
    );
    await play([...greeting, ...wrong, ...last], [], { limits: { errors: 3 } });
  });

  test('a command line past 2 048 octets: 500, then 421', async () => {
    const { caller, server } = await play([...greeting, { say: 'x'.repeat(3_000) }]);
    expect(caller.received).toContain('500 line too long\r\n421 far.example closing connection\r\n');
    expect(server.connections.size).toBe(0);
  });

  test('control characters come back neither in replies nor in the transcript', async () => {
    const { caller, transcript } = await play([...ehlo, { say: 'MAIL FROM:<\x1b[2J@panasonic.com>\r\nRCPT\x00\r\n' }]);
    expect(caller.received).toMatch(/^[\r\n -~]*$/);
    expect(transcript.join('')).toMatch(/^[ -~]*$/);
    expect(transcript).toContain('C: MAIL FROM:<\\x1b[2J@panasonic.com>');
  });

  test('who talks before the greeting is sent away', async () => {
    const lan = smtpLan();
    const { server, transcript } = receivingServer(lan);
    lan.far.listen(2_525, (connection) => {
      connection.unshift(Buffer.from('EHLO spam.example\r\n'));
      server.accept(connection);
    });
    const caller = scriptedCaller(lan.clock, lan.near, { ...FAR_END, port: 2_525 }, []);
    await lan.clock.advanceBy(10_000);
    expect(caller.received).toBe('421 far.example you talk too soon\r\n');
    expect(caller.left).toBe('end');
    expect(transcript).toEqual(['S: 421 far.example you talk too soon']);
  });

  test('a client that never closes its side is reset after our closing', async () => {
    const lan = smtpLan();
    const { server } = receivingServer(lan);
    const caller = scriptedCaller(lan.clock, lan.near, FAR_END, [
      ...greeting,
      ...asks('QUIT', '221 Bye'),
      { stopReading: true },
    ]);
    await lan.clock.advanceBy(10_000);
    expect(caller.done).toBe(true);
    expect(server.connections.size).toBe(0);
  });

  test.each([
    ['before MAIL', ehlo, undefined],
    ['inside a transaction', rcpt, 'ECONNRESET'],
    ['inside the message', [...data, { say: 'half a' }], 'ECONNRESET'],
    ['while the message is decided on', [...data, { say: 'a\r\n.\r\n' }, { pauseMs: 100 }], 'ECONNRESET'],
  ] as const)('a reset %s ends the session and nothing else', async (_name, script, lost) => {
    const lan = smtpLan();
    const receiving = receivingServer(lan);
    receiving.verdict = () =>
      new Promise((resolve) => {
        lan.clock.alarm(lan.clock.now() + 1_000, () => resolve({ accepted: true, text: 'late' }));
      });
    scriptedCaller(lan.clock, lan.near, FAR_END, [...script, { pauseMs: 50 }, { reset: true }]);
    await lan.clock.advanceBy(20_000);
    expect(receiving.ended).toEqual([['0000000000000001', lost]]);
    expect(receiving.server.connections.size).toBe(0);
    expect(lan.clock.pendingAlarms).toBe(0);
  });

  test('shutting down says 421 to everyone', async () => {
    const lan = smtpLan();
    const { server } = receivingServer(lan);
    const caller = scriptedCaller(lan.clock, lan.near, FAR_END, ehlo);
    await lan.clock.advanceBy(1_000);
    server.shutDown();
    await lan.clock.advanceBy(10_000);
    expect(caller.received).toMatch(/421 far\.example is closing\r\n$/);
    expect(caller.left).toBe('end');
    expect(lan.clock.pendingAlarms).toBe(0);
  });
});
