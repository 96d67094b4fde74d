import { Duplex } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { LanConnection } from '../../../../device-model/network/network-interface.ts';
import { SMTP_TIMEOUTS, type TimeoutName } from '../../../../firmware/smtp/client/timeouts.ts';
import { clientCall, pieces } from '../../../support/client-call.ts';
import { type FarEndStep, ScriptedFarEnd } from '../../../support/scripted-far-end.ts';
import { FAR_END, smtpLan } from '../../../support/smtp-lan.ts';

const greeting: FarEndStep[] = [{ say: '220 far.example ESMTP\r\n' }, { expect: 'EHLO fax.example\r\n' }];
const ehlo: FarEndStep[] = [
  ...greeting,
  { say: '250-far.example\r\n250 CONNEG\r\n' },
  { expect: 'MAIL FROM:<pcc@fax.example>\r\n' },
];
const mail: FarEndStep[] = [...ehlo, { say: '250 ok\r\n' }, { expect: 'RCPT TO:<june@far.example> CONNEG\r\n' }];
const rcpt: FarEndStep[] = [...mail, { say: '250-ok\r\n250 (&(color=Binary))\r\n' }, { expect: 'DATA\r\n' }];
const data: FarEndStep[] = [...rcpt, { say: '354 go\r\n' }];
const message: FarEndStep[] = [...data, { takeUntil: '\r\n.\r\n' }];
const whole: FarEndStep[] = [
  ...message,
  { say: '250 taken\r\n' },
  { expect: 'QUIT\r\n' },
  { say: '221 bye\r\n' },
  { end: true },
];

/** A connection that is neither made nor refused. */
class DeadConnection extends Duplex implements LanConnection {
  readonly localAddress = undefined;
  readonly localPort = undefined;
  readonly remoteAddress = undefined;
  readonly remotePort = undefined;
  readonly readyState = 'opening';
  override _read(): void {}
  setNoDelay(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
}

async function play(
  script: readonly FarEndStep[],
  ...more: Parameters<typeof clientCall> extends [unknown, ...infer Rest] ? Rest : never
) {
  const lan = smtpLan();
  const farEnd = new ScriptedFarEnd(lan.clock, lan.far, FAR_END.port, script);
  const call = clientCall(lan, ...more);
  await lan.clock.runUntil(() => call.outcomes.length > 0, 2 * SMTP_TIMEOUTS.session);
  // What follows the outcome (QUIT) must leave nothing behind on the clock.
  await lan.clock.advanceBy(SMTP_TIMEOUTS.quit + 1_000);
  expect(call.outcomes, 'the outcome is told exactly once').toHaveLength(1);
  expect(farEnd.mismatch).toBeUndefined();
  return { ...lan, farEnd, call, outcome: call.outcomes[0], finishedAt: call.finishedAt ?? Number.NaN };
}

describe('a whole session', () => {
  test('octet exact, in order, and told as it goes', async () => {
    const { farEnd, call, clock } = await play(whole, pieces('Subject: fax\r\n', '\r\n.dot\r\nend'));
    expect(call.outcomes).toEqual([{ kind: 'delivered', reply: { code: 250, lines: ['taken'] } }]);
    expect(farEnd.done).toBe(true);
    expect(farEnd.messages).toEqual(['Subject: fax\r\n\r\n..dot\r\nend\r\n.\r\n']);
    expect(farEnd.left).toBe('end');
    expect(call.phases).toEqual(['greeting', 'ehlo', 'mail', 'rcpt', 'data', 'body', 'final-dot', 'quit']);
    expect(call.progress).toEqual([14, 25]);
    expect(call.transcript).toEqual([
      'greeting S: 220 far.example ESMTP',
      'ehlo C: EHLO fax.example',
      'ehlo S: 250-far.example',
      'ehlo S: 250 CONNEG',
      'mail C: MAIL FROM:<pcc@fax.example>',
      'mail S: 250 ok',
      'rcpt C: RCPT TO:<june@far.example> CONNEG',
      'rcpt S: 250-ok',
      'rcpt S: 250 (&(color=Binary))',
      'data C: DATA',
      'data S: 354 go',
      'body C: (25 octets of message)',
      'final-dot S: 250 taken',
      'quit C: QUIT',
      'quit S: 221 bye',
    ]);
    expect(clock.pendingAlarms).toBe(0);
  });

  test('the message is not asked for before the capability is known, and may come much later', async () => {
    const lan = smtpLan();
    const farEnd = new ScriptedFarEnd(lan.clock, lan.far, 25, whole);
    const call = clientCall(lan, undefined);
    call.session.sendBody(pieces('too early, without effect'));
    await lan.clock.advanceBy(240_000);
    expect(call.capabilities).toHaveLength(1);
    expect(farEnd.received).not.toContain('DATA');
    call.session.sendBody(pieces('a\r\n'));
    call.session.sendBody(pieces('the second time without effect'));
    await lan.clock.runUntil(() => call.outcomes.length > 0, 300_000);
    expect(farEnd.messages).toEqual(['a\r\n.\r\n']);
  });

  test('a far end that ignores QUIT is reset after a short while; the outcome stands', async () => {
    const script = [...message, { say: '250 taken\r\n' }, { expect: 'QUIT\r\n' }] as const;
    const { call, farEnd, clock } = await play(script, pieces('a\r\n'));
    expect(call.outcomes).toMatchObject([{ kind: 'delivered' }]);
    expect(farEnd.left).toBe('ECONNRESET');
    expect(clock.pendingAlarms).toBe(0);
  });

  test('a refusal is followed by QUIT', async () => {
    const script: FarEndStep[] = [
      ...mail,
      { say: '550 5.1.1 nobody\r\n' },
      { expect: 'QUIT\r\n' },
      { say: '221 bye\r\n' },
      { end: true },
    ];
    const { outcome, farEnd } = await play(script, undefined);
    expect(outcome).toMatchObject({ kind: 'refused', phase: 'rcpt', reply: { code: 550, enhanced: '5.1.1' } });
    expect(farEnd.done).toBe(true);
  });

  test('several replies, cut anywhere', async () => {
    const say = '250-far.example\r\n250 CONNEG\r\n';
    const cut = say.split('').flatMap((octet): FarEndStep[] => [{ say: octet }, { pauseMs: 7 }]);
    const { outcome } = await play([...greeting, ...cut, ...whole.slice(3)], pieces('a'));
    expect(outcome).toMatchObject({ kind: 'delivered' });
  });
});

describe('waits end at their instants', () => {
  test('connect', async () => {
    const lan = smtpLan();
    const dead = new DeadConnection();
    const call = clientCall({ ...lan, near: { ...lan.near, connect: () => dead } }, undefined);
    await lan.clock.runUntil(() => call.outcomes.length > 0, 100_000);
    expect(call.outcomes).toEqual([
      { kind: 'timed-out', phase: 'connecting', timer: 'connect', ms: 30_000, finalDotSent: false },
    ]);
    expect(call.finishedAt).toBe(30_000);
    expect(dead.destroyed).toBe(true);
  });

  const silent: readonly (readonly [TimeoutName, string, readonly FarEndStep[], boolean])[] = [
    ['greeting', 'greeting', [], false],
    ['ehlo', 'ehlo', greeting, false],
    ['mail', 'mail', ehlo, false],
    ['rcpt', 'rcpt', mail, false],
    ['data', 'data', rcpt, false],
    ['finalDot', 'final-dot', message, true],
  ];
  test.each(silent)('%s', async (timer, phase, script, finalDotSent) => {
    const { outcome, finishedAt, farEnd } = await play([...script, { pauseMs: 0 }], pieces('a\r\n'));
    const ms = SMTP_TIMEOUTS[timer];
    expect(outcome).toEqual({ kind: 'timed-out', phase, timer, ms, finalDotSent });
    // What came before took some crossings of the LAN, each far below a second.
    expect(Math.floor(finishedAt / 1_000) * 1_000).toBe(ms);
    expect(farEnd.left).toBe('ECONNRESET');
  });

  test('an incomplete reply does not lengthen the wait', async () => {
    const trickle = Array.from({ length: 400 }).flatMap((): FarEndStep[] => [
      { say: '250-more\r\n' },
      { pauseMs: 1_000 },
    ]);
    const { outcome, finishedAt } = await play([...greeting, ...trickle], undefined);
    expect(outcome).toMatchObject({ kind: 'timed-out', timer: 'ehlo' });
    expect(Math.floor(finishedAt / 1_000) * 1_000).toBe(SMTP_TIMEOUTS.ehlo);
  });

  test('data block: the far end stops taking octets', async () => {
    const big = pieces(new Uint8Array(4 * 1_048_576).fill(0x41));
    const { outcome, call, farEnd } = await play([...data, { stopReading: true }], big);
    expect(outcome).toEqual({ kind: 'timed-out', phase: 'body', timer: 'dataBlock', ms: 180_000, finalDotSent: false });
    expect(call.progress.at(-1) ?? 0).toBeLessThan(1_048_576);
    expect(call.transcript.at(-1)).toMatch(/^body C: \(\d+ octets of message, then cut\)$/);
    expect(farEnd.received).not.toContain('\r\n.\r\n');
  });

  test('the whole session: a message that trickles', async () => {
    const lan = smtpLan();
    new ScriptedFarEnd(lan.clock, lan.far, 25, data);
    async function* trickle() {
      for (;;) {
        yield Buffer.from('a\r\n');
        await new Promise<void>((resolve) => {
          lan.clock.alarm(lan.clock.now() + 60_000, resolve);
        });
      }
    }
    const call = clientCall(lan, trickle());
    await lan.clock.runUntil(() => call.outcomes.length > 0, 10 * 3_600_000);
    expect(call.outcomes).toEqual([
      { kind: 'timed-out', phase: 'body', timer: 'session', ms: 3_600_000, finalDotSent: false },
    ]);
    expect(call.finishedAt).toBe(3_600_000);
  });

  test('every wait is settable', async () => {
    const { outcome, finishedAt } = await play([], undefined, { timeouts: { greeting: 2_000 } });
    expect(outcome).toMatchObject({ kind: 'timed-out', timer: 'greeting', ms: 2_000 });
    expect(finishedAt).toBeLessThan(3_000);
  });
});

describe('a far end that misbehaves', () => {
  test('who talks on after QUIT is answered does not fill the transcript', async () => {
    const flood = '221 and more\r\n'.repeat(1_000);
    const script = [...greeting, { say: '550 no\r\n' }, { takeUntil: 'QUIT\r\n' }, { say: '221 bye\r\n' }];
    const more = Array.from({ length: 20 }, (): FarEndStep[] => [{ pauseMs: 10 }, { say: flood }]).flat();
    const { outcome, call } = await play([...script, ...more], undefined);
    expect(outcome).toMatchObject({ kind: 'refused' });
    // One piece of octets is read at most; all of them would be 20 000 lines.
    expect(call.transcript.length).toBeLessThan(1_100);
  });

  test.each([
    ['HTTP', [{ say: 'HTTP/1.1 400 Bad Request\r\n' }], 'greeting', 'HTTP/1.1 400'],
    ['noise', [{ say: '\x00\xff\x13\n' }], 'greeting', 'expected an SMTP reply'],
    ['all replies at once', [{ say: '220 a\r\n250 b\r\n250 c\r\n' }], 'ehlo', '"250 b" before it was asked'],
    [
      'the start of a reply too early',
      [{ say: '220 a\r\n25' }, { pauseMs: 50 }, { say: '0 b\r\n' }],
      'ehlo',
      'before it was asked',
    ],
    ['a reply code that changes', [...greeting, { say: '250-a\r\n251 b\r\n' }], 'ehlo', 'changed inside a reply'],
    ['354 to RCPT', [...mail, { say: '354 go\r\n' }], 'rcpt', 'expected 250'],
    ['250 to DATA', [...rcpt, { say: '250 taken\r\n' }], 'data', 'expected 354'],
    ['250 with 354', [...rcpt, { say: '354 go\r\n250 taken\r\n' }], 'body', 'before it was asked'],
  ] as const)('%s', async (_name, script, phase, part) => {
    const { outcome, farEnd } = await play(script, pieces('a\r\n'));
    expect(outcome).toMatchObject({ kind: 'protocol-error', phase, sentence: expect.stringContaining(part) });
    expect(farEnd.left).toBe('ECONNRESET');
    expect(farEnd.received).not.toContain('\r\n.\r\n');
  });

  test('8 MB without a line end are given up early', async () => {
    const { outcome, finishedAt } = await play([{ say: 'x'.repeat(8 * 1_048_576) }], undefined);
    expect(outcome).toMatchObject({
      kind: 'protocol-error',
      phase: 'greeting',
      sentence: expect.stringContaining('2048 octets'),
    });
    expect(finishedAt).toBeLessThan(1_000);
  });

  test.each([
    ['closes in the greeting', [{ say: '220-a\r\n' }, { end: true }], 'greeting', 'EOF', false],
    ['resets after EHLO', [...greeting, { reset: true }], 'ehlo', 'ECONNRESET', false],
    ['resets inside the message', [...data, { takeUntil: 'xxxx' }, { reset: true }], 'body', 'ECONNRESET', false],
    ['closes after the final dot', [...message, { end: true }], 'final-dot', 'EOF', true],
    ['resets after the final dot', [...message, { reset: true }], 'final-dot', 'ECONNRESET', true],
  ] as const)('%s', async (_name, script, phase, code, finalDotSent) => {
    const { outcome, clock } = await play(script, pieces('x'.repeat(finalDotSent ? 10 : 3_000_000), '\r\n'));
    expect(outcome).toEqual({ kind: 'connection-lost', phase, code, finalDotSent });
    expect(clock.pendingAlarms).toBe(0);
  });

  test('421 and a close are a refusal, not a loss', async () => {
    const { outcome, clock } = await play([...ehlo, { say: '421 going down\r\n' }, { end: true }], undefined);
    expect(outcome).toMatchObject({ kind: 'refused', phase: 'mail', reply: { code: 421 } });
    expect(clock.pendingAlarms).toBe(0);
  });

  test('nobody listens', async () => {
    const lan = smtpLan();
    const call = clientCall(lan, undefined);
    expect(call.outcomes).toEqual([]);
    await lan.clock.runUntil(() => call.outcomes.length > 0, 60_000);
    expect(call.outcomes).toEqual([
      { kind: 'connection-lost', phase: 'connecting', code: 'ECONNREFUSED', finalDotSent: false },
    ]);
    await lan.clock.advanceBy(1_000);
    expect(lan.clock.pendingAlarms).toBe(0);
  });
});

describe('STOP', () => {
  test.each([
    ['connecting', [], 0, 'connecting'],
    ['greeting', [], 100, 'greeting'],
    ['ehlo', greeting, 100, 'ehlo'],
    ['data', rcpt, 100, 'data'],
    ['final dot', message, 100, 'final-dot'],
  ] as const)('in %s', async (_name, script, afterMs, phase) => {
    const lan = smtpLan();
    const farEnd = new ScriptedFarEnd(lan.clock, lan.far, 25, script);
    const call = clientCall(lan, pieces('a\r\n'));
    await lan.clock.advanceBy(afterMs);
    call.session.abort();
    call.session.abort();
    await lan.clock.advanceBy(1_000);
    expect(call.outcomes).toEqual([{ kind: 'aborted', phase, finalDotSent: phase === 'final-dot' }]);
    expect(farEnd.left).toBe(phase === 'connecting' ? undefined : 'ECONNRESET');
    expect(lan.clock.pendingAlarms).toBe(0);
  });

  test('between two commands ends the call in order', async () => {
    const lan = smtpLan();
    const quit = [{ expect: 'QUIT\r\n' }, { say: '221 bye\r\n' }, { end: true }] as const;
    const farEnd = new ScriptedFarEnd(lan.clock, lan.far, 25, [...mail, { say: '250 ok\r\n' }, ...quit]);
    const call = clientCall(lan, undefined);
    await lan.clock.advanceBy(100);
    call.session.abort();
    call.session.abort();
    await lan.clock.advanceBy(1_000);
    expect(call.outcomes).toEqual([{ kind: 'aborted', phase: 'rcpt', finalDotSent: false }]);
    expect(farEnd).toMatchObject({ mismatch: undefined, done: true, left: 'end' });
    expect(lan.clock.pendingAlarms).toBe(0);
  });

  test('inside the message lets the producer go', async () => {
    const lan = smtpLan();
    new ScriptedFarEnd(lan.clock, lan.far, 25, [...data, { stopReading: true }]);
    let released = false;
    async function* endless() {
      try {
        for (;;) yield new Uint8Array(100_000).fill(0x41);
      } finally {
        released = true;
      }
    }
    const call = clientCall(lan, endless());
    await lan.clock.advanceBy(1_000);
    expect(call.phases.at(-1)).toBe('body');
    call.session.abort();
    await lan.clock.advanceBy(1_000);
    expect(call.outcomes).toMatchObject([{ kind: 'aborted', phase: 'body', finalDotSent: false }]);
    expect(released).toBe(true);
    expect(lan.clock.pendingAlarms).toBe(0);
  });

  test('from inside a callback', async () => {
    const lan = smtpLan();
    const farEnd = new ScriptedFarEnd(lan.clock, lan.far, 25, whole);
    const call = clientCall(lan, undefined, {
      transcript: (_direction, text) => {
        if (text === 'EHLO fax.example') call.session.abort();
      },
    });
    await lan.clock.advanceBy(1_000);
    expect(call.outcomes).toMatchObject([{ kind: 'aborted', phase: 'ehlo' }]);
    expect(farEnd.left).toBe('ECONNRESET');
    expect(lan.clock.pendingAlarms).toBe(0);
  });
});

test('a message that cannot be produced to its end never gets its final dot', async () => {
  async function* broken() {
    yield Buffer.from('half\r\n');
    throw new Error('page 2 could not be coded');
  }
  const { outcome, farEnd } = await play(data, broken());
  expect(outcome).toEqual({
    kind: 'aborted',
    phase: 'body',
    finalDotSent: false,
    sentence: 'The message could not be produced to its end: page 2 could not be coded',
  });
  expect(farEnd.received).not.toContain('\r\n.\r\n');
  expect(farEnd.left).toBe('ECONNRESET');
});
