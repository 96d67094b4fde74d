import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mayTryNextAddress, sessionFailure } from '../../firmware/xmt/session-failure.ts';
import { clientCall, pieces } from '../support/client-call.ts';
import { say } from '../support/far-end-script.ts';
import { type FarEndStep, ScriptedFarEnd } from '../support/scripted-far-end.ts';
import { FAR_END, smtpLan } from '../support/smtp-lan.ts';
import { REPLY_FATES, type ReplyFate, type ReplyPhase, replyCodeRows } from './reply-code-fates.ts';

const command: FarEndStep = { takeUntil: '\r\n' };
const ehlo = [say('220 far.example'), command];
const mail = (conneg: boolean) => [...ehlo, say('250-far.example', conneg ? '250 CONNEG' : '250 HELP'), command];
const rcpt = (conneg: boolean) => [...mail(conneg), say('250 ok'), command];
const data = [...rcpt(false), say('250 ok'), command];
const finalDot = [...data, say('354 go'), { takeUntil: '\r\n.\r\n' }];
const BEFORE: Readonly<Record<ReplyPhase, readonly FarEndStep[]>> = {
  greeting: [],
  ehlo,
  mail: mail(false),
  rcpt: rcpt(false),
  'rcpt-conneg': rcpt(true),
  data,
  'final-dot': finalDot,
};

/** Seen from the far end, and by what the client makes of it. */
async function fateOf(code: number, phase: ReplyPhase): Promise<ReplyFate> {
  const lan = smtpLan();
  const reply = [say(`${code} x`), ...(code === 421 ? [{ end: true } as const] : [])];
  const farEnd = new ScriptedFarEnd(lan.clock, lan.far, FAR_END.port, [...BEFORE[phase], ...reply]);
  // Only the phases from DATA on have a message to send.
  const sends = phase === 'data' || phase === 'final-dot';
  const call = clientCall(lan, sends ? pieces('a\r\n') : undefined);
  await lan.clock.advanceBy(1_000);
  expect(farEnd.mismatch).toBeUndefined();
  const [outcome] = call.outcomes;
  if (outcome?.kind === 'delivered') return 'delivered';
  if (outcome !== undefined) {
    const { infoCode, retryable } = sessionFailure(outcome);
    return `${mayTryNextAddress(outcome) ? 'next ' : ''}${infoCode} ${retryable ? 'redial' : 'once'}`;
  }
  if (call.capabilities.length > 0 && !sends) return 'capability';
  const lines = farEnd.received.split('\r\n');
  if (lines.includes('.')) return 'message';
  const asked = lines.at(-2) ?? '';
  const again = phase === 'rcpt-conneg' && asked.startsWith('RCPT') && !asked.includes('CONNEG');
  return again ? 'plain RCPT' : (asked.split(' ')[0] ?? '');
}

describe('every reply code of RFC 5321 4.2.3 (and 521, 556 of RFC 7504) in every phase', () => {
  test.each(REPLY_FATES)('%i in phase %s: %s', async (code, phase, fate) => {
    expect(await fateOf(code, phase)).toBe(fate);
  });

  test('docs/reply-codes.md has the same table', () => {
    const page = readFileSync(new URL('../../docs/reply-codes.md', import.meta.url), 'utf8');
    for (const row of replyCodeRows()) expect(page.split('\n')).toContain(row);
  });
});
