import { describe, expect, test } from 'vitest';
import { runSession } from '../../firmware/smtp/client/session.ts';
import type { SessionOutcome } from '../../firmware/smtp/client/session-outcome.ts';
import { pieces } from '../support/client-call.ts';
import { say } from '../support/far-end-script.ts';
import { type FarEndStep, ScriptedFarEnd } from '../support/scripted-far-end.ts';
import { FAR_END, smtpLan } from '../support/smtp-lan.ts';

/** RFC 1870 as it binds the client: SIZE= on MAIL, and nothing above the limit after it. */
const MESSAGE = `${'x'.repeat(998)}\r\n`;

async function call(keywords: readonly string[], steps: readonly FarEndStep[], estimatedOctets?: number) {
  const lan = smtpLan();
  const lines = ['far.example', ...keywords];
  const ehlo = say(...lines.map((line, index) => `250${index === lines.length - 1 ? ' ' : '-'}${line}`));
  const script = [say('220 far.example'), { expect: 'EHLO fax.example\r\n' }, ehlo, ...steps];
  const farEnd = new ScriptedFarEnd(lan.clock, lan.far, FAR_END.port, script);
  let outcome: SessionOutcome | undefined;
  const session = runSession(
    {
      clock: lan.clock,
      network: lan.near,
      to: FAR_END,
      clientName: 'fax.example',
      reversePath: 'pcc@fax.example',
      forwardPaths: ['june@far.example'],
      estimatedOctets,
    },
    {
      onCapability: () => session.sendBody(pieces(MESSAGE), MESSAGE.length),
      onFinished: (ended) => {
        outcome = ended;
      },
    },
  );
  await lan.clock.advanceBy(60_000);
  expect(farEnd.mismatch).toBeUndefined();
  expect(farEnd.done).toBe(true);
  return outcome;
}

const QUIT: readonly FarEndStep[] = [{ expect: 'QUIT\r\n' }, say('221 bye'), { end: true }];
const RCPT: readonly FarEndStep[] = [say('250 ok'), { expect: 'RCPT TO:<june@far.example>\r\n' }, say('250 ok')];
const TAKEN: readonly FarEndStep[] = [
  ...RCPT,
  { expect: 'DATA\r\n' },
  say('354 go'),
  { expect: `${MESSAGE}.\r\n` },
  say('250 ok'),
  ...QUIT,
];

describe('RFC 1870, client', () => {
  test.each([
    ['4: SIZE with a limit', ['SIZE 10000'], 1_200, ' SIZE=1200'],
    ['4: SIZE 0, no limit', ['SIZE 0'], 1_200, ' SIZE=1200'],
    ['4: SIZE alone', ['SIZE'], 1_200, ' SIZE=1200'],
    ['keywords have no case (RFC 5321 4.1.1.1)', ['size 10000'], 1_200, ' SIZE=1200'],
    ['a limit that cannot be read', ['SIZE many'], 1_200, ' SIZE=1200'],
    ['an estimate above the limit is cut to it', ['SIZE 1100'], 1_200, ' SIZE=1100'],
    ['not offered: no parameter', ['HELP'], 1_200, ''],
    ['no estimate: no parameter', ['SIZE 10000'], undefined, ''],
  ])('%s', async (_, keywords, estimate, parameter) => {
    const mail = { expect: `MAIL FROM:<pcc@fax.example>${parameter}\r\n` };
    expect(await call(keywords, [mail, ...TAKEN], estimate)).toMatchObject({ kind: 'delivered' });
  });

  test('6.1: a message of exactly the limit goes', async () => {
    const mail = { expect: 'MAIL FROM:<pcc@fax.example> SIZE=900\r\n' };
    expect(await call(['SIZE 1000'], [mail, ...TAKEN], 900)).toMatchObject({ kind: 'delivered' });
  });

  test('6.1: one octet more is given up before DATA, with QUIT', async () => {
    const mail = { expect: 'MAIL FROM:<pcc@fax.example> SIZE=900\r\n' };
    expect(await call(['SIZE 999'], [mail, ...RCPT, ...QUIT], 900)).toEqual({
      kind: 'too-big',
      phase: 'rcpt',
      octets: 1_000,
      limit: 999,
    });
  });

  test.each([452, 552])('6.1: %i to MAIL SIZE= is a refusal', async (code) => {
    const mail = { expect: 'MAIL FROM:<pcc@fax.example> SIZE=900\r\n' };
    const outcome = await call(['SIZE 1000'], [mail, say(`${code} no room`), ...QUIT], 900);
    expect(outcome).toMatchObject({ kind: 'refused', phase: 'mail', reply: { code } });
  });
});
