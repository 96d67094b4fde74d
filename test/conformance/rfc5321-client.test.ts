import { describe, expect, test } from 'vitest';
import { SMTP_TIMEOUTS } from '../../firmware/smtp/client/timeouts.ts';
import { clientCall, pieces } from '../support/client-call.ts';
import { type FarEndStep, ScriptedFarEnd } from '../support/scripted-far-end.ts';
import { FAR_END, smtpLan } from '../support/smtp-lan.ts';

/**
 * RFC 5321 as it binds an SMTP client, clause by clause, against a far end that only compares octets. What the clause
 * asks of the client stands in the script; each expectation is of the RFC's text, none of our own output.
 */
const EHLO: readonly FarEndStep[] = [{ say: '220 far.example\r\n' }, { expect: 'EHLO fax.example\r\n' }];
const MAIL: readonly FarEndStep[] = [
  ...EHLO,
  { say: '250 far.example\r\n' },
  { expect: 'MAIL FROM:<pcc@fax.example>\r\n' },
];
const RCPT: readonly FarEndStep[] = [...MAIL, { say: '250 ok\r\n' }, { expect: 'RCPT TO:<june@far.example>\r\n' }];
const DATA: readonly FarEndStep[] = [...RCPT, { say: '250 ok\r\n' }, { expect: 'DATA\r\n' }];
const BODY: readonly FarEndStep[] = [...DATA, { say: '354 go\r\n' }];
const QUIT: readonly FarEndStep[] = [{ expect: 'QUIT\r\n' }, { say: '221 bye\r\n' }, { end: true }];
/** What a modern server offers and this client has no use for. */
const FOREIGN_EXTENSIONS = ['PIPELINING', 'CHUNKING', 'VRFY', 'EXPN', 'ETRN', 'DSN', 'SMTPUTF8', 'ENHANCEDSTATUSCODES'];

async function outcomeOf(
  script: readonly FarEndStep[],
  message = 'a\r\n',
  settings: Parameters<typeof clientCall>[2] = {},
) {
  const lan = smtpLan();
  const farEnd = new ScriptedFarEnd(lan.clock, lan.far, FAR_END.port, script);
  const call = clientCall(lan, pieces(message), settings);
  await lan.clock.advanceBy(20 * 60_000);
  expect(farEnd.mismatch).toBeUndefined();
  expect(farEnd.done, 'the far end saw all it was promised').toBe(true);
  expect(call.outcomes).toHaveLength(1);
  return call.outcomes[0];
}

describe('RFC 5321, SMTP client', () => {
  test('2.3.8 and 4.1.1.4: lines end in CRLF, never in a bare CR or LF; the data ends with CRLF.CRLF', async () => {
    const script = [...BODY, { expect: 'a\r\nb\r\nc\r\n.\r\n' }, { say: '250 ok\r\n' }, ...QUIT];
    expect(await outcomeOf(script, 'a\nb\rc')).toMatchObject({ kind: 'delivered' });
  });

  test('3.1: after a 554 greeting the client says QUIT and nothing else', async () => {
    expect(await outcomeOf([{ say: '554 no service\r\n' }, ...QUIT])).toMatchObject({
      kind: 'refused',
      phase: 'greeting',
    });
  });

  test('3.2: EHLO first; HELO when the server does not know it, and no extension then', async () => {
    const script: FarEndStep[] = [
      ...EHLO,
      { say: '500 what?\r\n' },
      { expect: 'HELO fax.example\r\n' },
      { say: '250-far.example\r\n250 CONNEG\r\n' },
      ...MAIL.slice(3),
      { say: '250 ok\r\n' },
      { expect: 'RCPT TO:<june@far.example>\r\n' },
      { say: '550 no\r\n' },
      ...QUIT,
    ];
    expect(await outcomeOf(script)).toMatchObject({ kind: 'refused', phase: 'rcpt' });
  });

  test('3.3: one transaction: MAIL, RCPT, DATA, each after the reply to the one before', async () => {
    const slowly = BODY.flatMap((step): FarEndStep[] => ('say' in step ? [{ pauseMs: 5_000 }, step] : [step]));
    const script = [...slowly, { expect: 'a\r\n.\r\n' }, { say: '250 ok\r\n' }, ...QUIT];
    expect(await outcomeOf(script)).toMatchObject({ kind: 'delivered' });
  });

  test('3.3 and 4.2.5: a refusal after the data is the refusal of the message', async () => {
    const script = [...BODY, { expect: 'a\r\n.\r\n' }, { say: '552 full\r\n' }, ...QUIT];
    expect(await outcomeOf(script)).toMatchObject({ kind: 'refused', phase: 'final-dot', reply: { code: 552 } });
  });

  test.each([
    ['greeting', []],
    ['ehlo', EHLO],
    ['mail', MAIL],
    ['rcpt', RCPT],
    ['data', DATA],
    ['final-dot', [...BODY, { takeUntil: '\r\n.\r\n' }]],
  ] as const)('3.8: 421 in phase %s', async (phase, script) => {
    const outcome = await outcomeOf([...script, { say: '421 closing\r\n' }, { end: true }]);
    expect(outcome).toMatchObject({ kind: 'refused', phase, reply: { code: 421 } });
  });

  test('4.1.1.10: QUIT, and the connection stays until it is answered', async () => {
    const script: FarEndStep[] = [
      ...RCPT,
      { say: '550 no\r\n' },
      { expect: 'QUIT\r\n' },
      { pauseMs: 5_000 },
      { say: '221 bye\r\n' },
      { end: true },
    ];
    expect(await outcomeOf(script)).toMatchObject({ kind: 'refused' });
  });

  test('4.1.1.11: no parameter of an extension that was not offered', async () => {
    expect(await outcomeOf([...RCPT, { say: '550 no\r\n' }, ...QUIT])).toMatchObject({
      kind: 'refused',
      phase: 'rcpt',
    });
  });

  test('4.2: a reply may be a bare code', async () => {
    const bare = DATA.map(
      (step): FarEndStep => ('say' in step && step.say.startsWith('250 ok') ? { say: '250\r\n' } : step),
    );
    const script = [...bare, { say: '354\r\n' }, { expect: 'a\r\n.\r\n' }, { say: '250\r\n' }, ...QUIT];
    expect(await outcomeOf(script)).toMatchObject({ kind: 'delivered', reply: { code: 250, lines: [''] } });
  });

  test.each([
    [252, 'delivered'],
    [299, 'delivered'],
    [459, 'refused'],
    [599, 'refused'],
  ])('4.2.1: the unknown code %i is judged by its first digit', async (code, kind) => {
    const script = [...BODY, { expect: 'a\r\n.\r\n' }, { say: `${code} x\r\n` }, ...QUIT];
    expect(await outcomeOf(script)).toMatchObject({ kind });
  });

  test('4.2.1: a reply of several lines is one reply', async () => {
    const script: FarEndStep[] = [
      { say: '220-far.example\r\n220-welcome\r\n220 \r\n' },
      ...MAIL.slice(1),
      { say: '550-no\r\n550 no\r\n' },
      ...QUIT,
    ];
    expect(await outcomeOf(script)).toMatchObject({ kind: 'refused', phase: 'mail', reply: { lines: ['no', 'no'] } });
  });

  test('4.5.2: a dot at the head of a line is doubled', async () => {
    const script = [...BODY, { expect: '..\r\n...\r\na.\r\n.\r\n' }, { say: '250 ok\r\n' }, ...QUIT];
    expect(await outcomeOf(script, '.\r\n..\r\na.\r\n')).toMatchObject({ kind: 'delivered' });
  });

  test.each([
    ['4.5.3.1.1: local part 64', `${'a'.repeat(65)}@far.example`],
    ['4.5.3.1.2: domain 255', `a@${'b'.repeat(60)}.${`${'c'.repeat(60)}.`.repeat(4)}example`],
    ['4.5.3.1.3: path 256', `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`],
  ])('%s octets', async (_clause, forwardPath) => {
    expect(await outcomeOf([], 'a', { forwardPaths: [forwardPath] })).toMatchObject({
      kind: 'aborted',
      phase: 'connecting',
    });
  });

  test.each([
    ['4.5.3.2.1', 'greeting', 5],
    ['4.5.3.2.2', 'mail', 5],
    ['4.5.3.2.3', 'rcpt', 5],
    ['4.5.3.2.4', 'data', 2],
    ['4.5.3.2.5', 'dataBlock', 3],
    ['4.5.3.2.6', 'finalDot', 10],
  ] as const)('%s: %s at least %i minutes', (_clause, timer, minutes) => {
    expect(SMTP_TIMEOUTS[timer]).toBeGreaterThanOrEqual(minutes * 60_000);
  });

  test('4.5.5: the null reverse-path of a notification', async () => {
    const script: FarEndStep[] = [
      ...EHLO,
      { say: '250 far.example\r\n' },
      { expect: 'MAIL FROM:<>\r\n' },
      { say: '550 no\r\n' },
      ...QUIT,
    ];
    expect(await outcomeOf(script, 'a', { reversePath: '' })).toMatchObject({ kind: 'refused', phase: 'mail' });
  });

  test('RFC 4141, 3: RCPT ... CONNEG to a server that offers it, the capability before DATA', async () => {
    const script: FarEndStep[] = [
      ...EHLO,
      { say: '250-far.example\r\n250 CONNEG\r\n' },
      ...MAIL.slice(3),
      { say: '250 ok\r\n' },
      { expect: 'RCPT TO:<june@far.example> CONNEG\r\n' },
      { say: '250-<june@far.example> recipient ok\r\n250 CONNEG (&(color=Binary))\r\n' },
      { expect: 'DATA\r\n' },
      { say: '354 go\r\n' },
      { expect: 'a\r\n.\r\n' },
      { say: '250 ok\r\n' },
      ...QUIT,
    ];
    expect(await outcomeOf(script)).toMatchObject({ kind: 'delivered' });
  });

  test('3.5, 4.1.1.5, 4.1.1.8, 4.1.1.9: VRFY, EXPN, RSET, HELP and NOOP are never sent, nor any extension but ours', async () => {
    const script: FarEndStep[] = [
      ...EHLO,
      { say: `250-far.example\r\n${FOREIGN_EXTENSIONS.map((keyword) => `250-${keyword}\r\n`).join('')}250 HELP\r\n` },
      ...MAIL.slice(3),
      { say: '250 ok\r\n' },
      { expect: 'RCPT TO:<june@far.example>\r\n' },
      { say: '250 ok\r\n' },
      { expect: 'DATA\r\n' },
      { say: '354 go\r\n' },
      { expect: 'a\r\n.\r\n' },
      { say: '250 ok\r\n' },
      ...QUIT,
    ];
    expect(await outcomeOf(script)).toMatchObject({ kind: 'delivered' });
  });

  test('RFC 2920: commands are never pipelined, for the capability must be known before DATA', async () => {
    const lan = smtpLan();
    const { clock } = lan;
    const tooEarly: string[] = [];
    const commands: string[] = [];
    lan.far.listen(FAR_END.port, (connection) => {
      let owing = true;
      const reply = (text: string) =>
        clock.alarm(clock.now() + 5_000, () => {
          owing = false;
          connection.write(text);
        });
      reply('220 far.example\r\n');
      connection.on('data', (octets: Uint8Array) => {
        const text = Buffer.from(octets).toString('latin1');
        if (owing || text.split('\r\n').length !== 2) tooEarly.push(text);
        owing = true;
        commands.push(text);
        reply(text.startsWith('EHLO') ? '250-far.example\r\n250-PIPELINING\r\n250 CONNEG\r\n' : '250 ok\r\n');
      });
      connection.on('error', () => undefined);
    });
    clientCall(lan, undefined);
    await clock.advanceBy(60_000);
    expect(commands.map((text) => text.slice(0, 4))).toEqual(['EHLO', 'MAIL', 'RCPT']);
    expect(tooEarly).toEqual([]);
  });
});
