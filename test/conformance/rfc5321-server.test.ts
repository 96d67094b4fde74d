import { describe, expect, test } from 'vitest';
import type { FaxSmtpServerSettings } from '../../firmware/smtp/server/fax-smtp-server.ts';
import { SMTP_SERVER_LIMITS } from '../../firmware/smtp/server/server-limits.ts';
import { receivingServer } from '../support/receiving-server.ts';
import { type FarEndStep, scriptedCaller } from '../support/scripted-far-end.ts';
import { FAR_END, smtpLan } from '../support/smtp-lan.ts';

/**
 * RFC 5321 as it binds an SMTP server, and RFC 1870 and 4141 on the server's side, clause by clause, against a caller that
 * only compares octets. Reply codes are the RFC's; texts, which it leaves free, stand here so that no octet goes unread.
 */
const SIZE = SMTP_SERVER_LIMITS.messageOctets;
const asks = (command: string, reply: string): FarEndStep[] => [{ say: `${command}\r\n` }, { expect: `${reply}\r\n` }];
const GREETING: readonly FarEndStep[] = [{ expect: '220 far.example ESMTP\r\n' }];
const EHLO: readonly FarEndStep[] = [
  ...GREETING,
  ...asks('EHLO fax.example', `250-far.example\r\n250-8BITMIME\r\n250-SIZE ${SIZE}\r\n250 CONNEG`),
];
const MAIL: readonly FarEndStep[] = [...EHLO, ...asks('MAIL FROM:<pcc@panasonic.com>', '250 Accepted')];
const RCPT: readonly FarEndStep[] = [...MAIL, ...asks('RCPT TO:<june@panasonic.com>', '250 Accepted')];
const GO = '354 End data with <CR><LF>.<CR><LF>';
const DATA: readonly FarEndStep[] = [...RCPT, ...asks('DATA', GO)];
const QUIT: readonly FarEndStep[] = [...asks('QUIT', '221 Bye'), { end: true }];

async function play(
  script: readonly FarEndStep[],
  settings: Partial<FaxSmtpServerSettings> = {},
  capability: readonly string[] = [],
) {
  const lan = smtpLan();
  const receiving = receivingServer(lan, capability, settings);
  const caller = scriptedCaller(lan.clock, lan.near, FAR_END, script);
  await lan.clock.advanceBy(60_000);
  expect(caller.mismatch).toBeUndefined();
  expect(caller.done, 'the caller heard all it was promised').toBe(true);
  return { ...lan, ...receiving, caller };
}

describe('RFC 5321, SMTP server', () => {
  test('2.3.8, 4.5.2: the message is taken octet by octet, the doubled dot undone; a bare LF ends no line', async () => {
    const { messages } = await play([...DATA, ...asks('..\r\n...a\r\nb\n.\nc\r\n.', '250 message accepted'), ...QUIT]);
    expect(messages.map(({ text }) => text)).toEqual(['.\r\n..a\r\nb\n.\nc\r\n']);
  });

  test('3.3: several recipients, one message; a refused one does not spoil the others', async () => {
    const { messages } = await play([
      ...MAIL,
      ...asks('RCPT TO:<june@panasonic.com>', '250 Accepted'),
      ...asks('RCPT TO:<nobody@panasonic.com>', '550 no such mailbox on this machine'),
      ...asks('RCPT TO:<june@other.example>', '550 not a mailbox of this machine, relaying is refused'),
      ...asks('DATA', GO),
      ...asks('x\r\n.', '250 message accepted'),
    ]);
    expect(messages.map(({ envelope }) => envelope.forwardPaths)).toEqual([['june@panasonic.com']]);
  });

  test('3.5.3, 7.3: VRFY is 252, EXPN 502; VRFY without a mailbox 501', async () => {
    await play([
      ...EHLO,
      ...asks('VRFY june', '252 cannot verify, send a message to find out'),
      ...asks('VRFY nobody', '252 cannot verify, send a message to find out'),
      ...asks('VRFY', '501 expected VRFY and a mailbox'),
      ...asks('EXPN staff', '502 EXPN is not implemented'),
    ]);
  });

  test('3.8: a server that goes down says 421; a message being decided on is answered first', async () => {
    const lan = smtpLan();
    const receiving = receivingServer(lan);
    receiving.verdict = () =>
      new Promise((resolve) => {
        lan.clock.alarm(lan.clock.now() + 1_000, () => resolve({ accepted: true, text: 'stored' }));
      });
    const waiting = scriptedCaller(lan.clock, lan.near, FAR_END, [
      ...MAIL,
      { expect: '421 far.example is closing\r\n' },
    ]);
    const sent = scriptedCaller(lan.clock, lan.near, FAR_END, [
      ...DATA,
      ...asks('a\r\n.', '250 stored\r\n421 far.example is closing'),
    ]);
    await lan.clock.advanceBy(500);
    await lan.clock.enter(() => receiving.server.shutDown());
    await lan.clock.advanceBy(5_000);
    for (const one of [waiting, sent]) expect(one).toMatchObject({ mismatch: undefined, done: true, left: 'end' });
    expect(receiving.messages).toHaveLength(1);
  });

  test('4.1.1.2, 4.5.5: the null reverse-path is taken', async () => {
    const { messages } = await play([
      ...EHLO,
      ...asks('MAIL FROM:<>', '250 Accepted'),
      ...asks('RCPT TO:<june@panasonic.com>', '250 Accepted'),
      ...asks('DATA', GO),
      ...asks('x\r\n.', '250 message accepted'),
    ]);
    expect(messages[0]?.envelope.reversePath).toBe('');
  });

  test('4.1.1.3, appendix C: a source route is taken off', async () => {
    const { messages } = await play([
      ...MAIL,
      ...asks('RCPT TO:<@one.example,@two.example:june@panasonic.com>', '250 Accepted'),
      ...asks('DATA', GO),
      ...asks('x\r\n.', '250 message accepted'),
    ]);
    expect(messages[0]?.envelope.forwardPaths).toEqual(['june@panasonic.com']);
  });

  test('4.1.1.5: RSET forgets the transaction and nothing else', async () => {
    await play([
      ...RCPT,
      ...asks('RSET', '250 Flushed'),
      ...asks('DATA', '503 Error: need RCPT command'),
      ...asks('RCPT TO:<june@panasonic.com>', '503 Error: need MAIL command'),
      ...asks('MAIL FROM:<pcc@panasonic.com>', '250 Accepted'),
    ]);
  });

  test('4.1.1.8, 4.1.1.9: HELP is 214, NOOP 250, with or without an argument, before EHLO too', async () => {
    const help = '214 HELO EHLO MAIL RCPT DATA RSET NOOP VRFY HELP QUIT';
    await play([
      ...GREETING,
      ...asks('HELP', help),
      ...asks('HELP MAIL', help),
      ...asks('NOOP', '250 OK'),
      ...asks('noop x', '250 OK'),
    ]);
  });

  test('4.1.1.11: parameters of no extension offered are 555', async () => {
    await play([
      ...EHLO,
      ...asks('MAIL FROM:<pcc@panasonic.com> RET=HDRS', '555 MAIL FROM parameter not recognized: RET'),
      ...asks('MAIL FROM:<pcc@panasonic.com>', '250 Accepted'),
      ...asks('RCPT TO:<june@panasonic.com> ORCPT=rfc822;june', '555 RCPT TO parameter not recognized: ORCPT'),
    ]);
  });

  test('4.1.2: quoted local parts, address literals of both kinds, and 501 for what is no path', async () => {
    await play([
      ...EHLO,
      ...asks('MAIL FROM:<"a b"@[IPv6:2001:db8::1]>', '250 Accepted'),
      ...asks('RCPT TO:<"no body"@panasonic.com>', '550 no such mailbox on this machine'),
      ...asks('RCPT TO:<june@panasonic.com', '501 Error: Bad recipient address syntax'),
      ...asks('RCPT TO:<>', '501 Error: Bad recipient address syntax'),
      ...asks('RCPT TO:june@panasonic.com', '501 Error: Bad recipient address syntax'),
    ]);
  });

  test('4.1.4: MAIL before EHLO and a second MAIL are 503; EHLO again clears the transaction', async () => {
    await play([
      ...GREETING,
      ...asks('MAIL FROM:<pcc@panasonic.com>', '503 Error: send HELO/EHLO first'),
      ...MAIL.slice(1),
      ...asks('MAIL FROM:<pcc@panasonic.com>', '503 Error: nested MAIL command'),
      ...EHLO.slice(1),
      ...asks('MAIL FROM:<pcc@panasonic.com>', '250 Accepted'),
    ]);
  });

  test('4.2.4, 4.5.3.1.4: an unknown command is 500, so is a line past the limit, which is 512 octets at least', async () => {
    await play([...EHLO, ...asks('BDAT 5 LAST', '500 Error: command not recognized')]);
    const longest = `NOOP ${'x'.repeat(512 - 7)}`;
    await play([...GREETING, ...asks(longest, '250 OK')], { limits: { commandOctets: 512 } });
    await play([...GREETING, ...asks('x'.repeat(600), '500 line too long\r\n421 far.example closing connection')], {
      limits: { commandOctets: 512 },
    });
  });

  test('4.5.3.1.8, 4.5.3.1.10: a hundred recipients are taken, one more is 452', async () => {
    const open = { knowsMailbox: () => 'known' as const };
    const lan = smtpLan();
    const hooks = {
      ...open,
      capabilityLines: () => [],
      onMessage: () => Promise.resolve({ accepted: true as const, text: 'x' }),
    };
    receivingServer(lan, [], { hooks });
    const many = Array.from({ length: 100 }, (_, index) => asks(`RCPT TO:<r${index}@panasonic.com>`, '250 Accepted'));
    const script = [...MAIL, ...many.flat(), ...asks('RCPT TO:<late@panasonic.com>', '452 Error: too many recipients')];
    const caller = scriptedCaller(lan.clock, lan.near, FAR_END, script);
    await lan.clock.advanceBy(60_000);
    expect(caller).toMatchObject({ mismatch: undefined, done: true });
  });
});

describe('RFC 1870, SIZE', () => {
  test('4: offered with the longest message; 6.1: 552 beyond it, 452 when there is no room now, at MAIL', async () => {
    let room = 1_000;
    const hooks = {
      knowsMailbox: () => 'known' as const,
      capabilityLines: () => [],
      refusesSize: (octets: number) => (octets <= room ? undefined : { code: 452, text: 'no room for it now' }),
      onMessage: () => Promise.resolve({ accepted: true as const, text: 'x' }),
    };
    const full = '452 no room for it now';
    await play(
      [
        ...GREETING,
        ...asks('EHLO fax.example', '250-far.example\r\n250-8BITMIME\r\n250-SIZE 5000\r\n250 CONNEG'),
        ...asks('MAIL FROM:<> SIZE=5001', '552 Error: message exceeds fixed maximum message size 5000'),
        ...asks('MAIL FROM:<> SIZE=1001', full),
        ...asks('MAIL FROM:<> SIZE=abc', '501 Error: Bad message size syntax'),
        ...asks('MAIL FROM:<> SIZE', '501 Error: SIZE parameter requires a value'),
        ...asks('MAIL FROM:<> SIZE=5 SIZE=5', '501 Error: duplicate SIZE parameter'),
        ...asks('MAIL FROM:<> SIZE=1000', '250 Accepted'),
      ],
      { hooks, limits: { messageOctets: 5_000 } },
    );
    room = 0;
    await play([...EHLO, ...asks('MAIL FROM:<> SIZE=1', full), ...asks('MAIL FROM:<>', '250 Accepted')], { hooks });
  });
});

describe('RFC 4141, server', () => {
  const told = '250-<june@panasonic.com> recipient ok\r\n250 (&(color=Binary))';

  test('3.1, 3.2: CONNEG is listed; asked for, the capability comes with the 250 of RCPT, and for this mailbox only', async () => {
    await play(
      [
        ...MAIL,
        ...asks('RCPT TO:<june@panasonic.com> CONNEG', told),
        ...asks('RCPT TO:<june@panasonic.com>', '250 Accepted'),
        ...asks('RCPT TO:<nobody@panasonic.com> CONNEG', '550 no such mailbox on this machine'),
      ],
      {},
      ['(&(color=Binary))'],
    );
  });

  test('3.2: the parameter has no value and stands there once: 501', async () => {
    await play([
      ...MAIL,
      ...asks('RCPT TO:<june@panasonic.com> CONNEG=1', '501 CONNEG takes no value'),
      ...asks('RCPT TO:<june@panasonic.com> CONNEG CONNEG', '501 Error: duplicate CONNEG parameter'),
      ...asks('RCPT TO:<june@panasonic.com>', '250 Accepted'),
    ]);
  });

  test.each([504, 555] as const)(
    'switched off: not listed, the parameter is %i, the recipient welcome without',
    async (code) => {
      await play(
        [
          ...GREETING,
          ...asks('EHLO fax.example', `250-far.example\r\n250-8BITMIME\r\n250 SIZE ${SIZE}`),
          ...asks('MAIL FROM:<pcc@panasonic.com>', '250 Accepted'),
          ...asks('RCPT TO:<june@panasonic.com> CONNEG', `${code} RCPT TO parameter not recognized: CONNEG`),
          ...asks('RCPT TO:<june@panasonic.com>', '250 Accepted'),
        ],
        { conneg: false, connegRefusalCode: code },
      );
    },
  );
});

describe('limits of the machine (own design)', () => {
  test('sessions of one peer: 421, while another peer is welcome', async () => {
    const lan = smtpLan();
    receivingServer(lan, [], { limits: { sessionsPerPeer: 1 } });
    scriptedCaller(lan.clock, lan.near, FAR_END, [...GREETING]);
    await lan.clock.advanceBy(1_000);
    const second = scriptedCaller(lan.clock, lan.near, FAR_END, []);
    const own = scriptedCaller(lan.clock, lan.far, FAR_END, [...GREETING]);
    await lan.clock.advanceBy(1_000);
    expect(second.received).toBe('421 far.example too many sessions from your address, try again later\r\n');
    expect(own).toMatchObject({ mismatch: undefined, done: true });
  });

  test('commands of one session: 421', async () => {
    const { caller } = await play(
      [
        ...GREETING,
        ...asks('NOOP', '250 OK'),
        ...asks('NOOP', '250 OK'),
        ...asks('NOOP', '421 far.example too many commands, closing connection'),
      ],
      { limits: { commands: 2 } },
    );
    expect(caller.left).toBe('end');
  });

  test('errors: as many as are set, more than the ten of the package', async () => {
    const wrong = Array.from({ length: 11 }, () => asks('XYZZY', '500 Error: command not recognized')).flat();
    const last = asks(
      'XYZZY',
      '500 Error: command not recognized\r\n421 far.example too many errors, closing connection',
    );
    await play([...GREETING, ...wrong, ...last], { limits: { errors: 12 } });
  });

  test('a client that trickles its message is cut at the end of the session time', async () => {
    const lan = smtpLan();
    const { server, messages } = receivingServer(lan, [], { limits: { sessionMs: 60_000 } });
    const trickle = Array.from({ length: 20 }).flatMap((): FarEndStep[] => [{ pauseMs: 10_000 }, { say: 'x' }]);
    const caller = scriptedCaller(lan.clock, lan.near, FAR_END, [...DATA, ...trickle]);
    await lan.clock.advanceTo(61_000);
    expect(caller.received).toContain('421 far.example the session has lasted too long');
    await lan.clock.advanceBy(20_000);
    expect(server.connections.size).toBe(0);
    expect(messages).toEqual([]);
  });
});
