import { describe, expect, test } from 'vitest';
import { readCapability } from '../../firmware/xmt/read-capability.ts';
import { clientCall, pieces } from '../support/client-call.ts';
import { RFC_4141_SAMPLE } from '../support/manual-sample.ts';
import { type FarEndStep, ScriptedFarEnd } from '../support/scripted-far-end.ts';
import { FAR_END, smtpLan } from '../support/smtp-lan.ts';

/** RFC 4141 as it binds an SMTP client, clause by clause, against a far end that only compares octets. */
const EHLO: readonly FarEndStep[] = [{ say: '220 far.example\r\n' }, { expect: 'EHLO fax.example\r\n' }];
const mail = (ehlo: string): readonly FarEndStep[] => [
  ...EHLO,
  { say: ehlo },
  { expect: 'MAIL FROM:<pcc@fax.example>\r\n' },
  { say: '250 ok\r\n' },
];
const OFFERED = '250-far.example\r\n250 CONNEG\r\n';
const ASKED: FarEndStep = { expect: 'RCPT TO:<june@far.example> CONNEG\r\n' };
const DELIVERED: readonly FarEndStep[] = [
  { expect: 'DATA\r\n' },
  { say: '354 go\r\n' },
  { expect: 'a\r\n.\r\n' },
  { say: '250 ok\r\n' },
  { expect: 'QUIT\r\n' },
  { say: '221 bye\r\n' },
  { end: true },
];

async function called(script: readonly FarEndStep[], settings: Parameters<typeof clientCall>[2] = {}) {
  const lan = smtpLan();
  const farEnd = new ScriptedFarEnd(lan.clock, lan.far, FAR_END.port, script);
  const call = clientCall(lan, pieces('a\r\n'), settings);
  await lan.clock.advanceBy(20 * 60_000);
  expect(farEnd.mismatch).toBeUndefined();
  expect(farEnd.done, 'the far end saw all it was promised').toBe(true);
  expect(call.outcomes.map(({ kind }) => kind)).toEqual(['delivered']);
  const [capability] = call.capabilities;
  if (capability === undefined) throw new Error('no capability was handed over before DATA');
  return capability;
}

describe('RFC 4141, SMTP client', () => {
  test('3 (1) to (3): the parameter goes to a server that lists CONNEG, in any case', async () => {
    const answers = await called([
      ...mail('250-far.example\r\n250 conneg\r\n'),
      ASKED,
      { say: RFC_4141_SAMPLE.map((line) => `${line}\r\n`).join('') },
      ...DELIVERED,
    ]);
    expect(answers.connegOffered).toBe(true);
  });

  test.each([
    ['no extension at all', '250 far.example\r\n'],
    ['others', '250-far.example\r\n250-HELP\r\n250 8BITMIME\r\n'],
    ['a keyword that only begins like it', '250-far.example\r\n250 CONNEGX\r\n'],
  ])('3: not to one that lists %s', async (_, ehlo) => {
    const answers = await called([
      ...mail(ehlo),
      { expect: 'RCPT TO:<june@far.example>\r\n' },
      { say: '250 ok\r\n' },
      ...DELIVERED,
    ]);
    expect(answers).toMatchObject({ connegOffered: false, answers: [{ connegAnswered: false, accepted: true }] });
  });

  test('5.2, 9.2: the sample reply is read to its end before DATA, its capability is the sender’s to choose from', async () => {
    const answers = await called([
      ...mail(OFFERED),
      ASKED,
      ...RFC_4141_SAMPLE.map((line): FarEndStep => ({ say: `${line}\r\n` })),
      ...DELIVERED,
    ]);
    expect(readCapability(answers)).toMatchObject({ kind: 'capability', repairs: [] });
  });

  test('5.1: one RCPT for each recipient, a capability for each', async () => {
    const answers = await called(
      [
        ...mail(OFFERED),
        ASKED,
        { say: '250-<june@far.example> recipient ok\r\n250 CONNEG (color=Binary)\r\n' },
        { expect: 'RCPT TO:<paul@far.example> CONNEG\r\n' },
        { say: '250 <paul@far.example> recipient ok\r\n' },
        ...DELIVERED,
      ],
      { forwardPaths: ['june@far.example', 'paul@far.example'] },
    );
    expect(
      answers.answers.map(({ forwardPath, connegAnswered, reply }) => [
        forwardPath,
        connegAnswered,
        reply.lines.length,
      ]),
    ).toEqual([
      ['june@far.example', true, 2],
      ['paul@far.example', true, 1],
    ]);
  });

  test.each([501, 503, 504, 555])(
    '3 (4): refused with %i, the recipient is named without it in the same session',
    async (code) => {
      const answers = await called([
        ...mail(OFFERED),
        ASKED,
        { say: `${code} no\r\n` },
        { expect: 'RCPT TO:<june@far.example>\r\n' },
        { say: '250 ok\r\n' },
        ...DELIVERED,
      ]);
      expect(answers.answers).toMatchObject([{ accepted: true, connegAnswered: false, connegRefusal: { code } }]);
      expect(readCapability(answers)).toMatchObject({ kind: 'none', filter: undefined });
    },
  );

  test.each([
    ['250 without a capability', '250 <june@far.example> recipient ok\r\n', 'none'],
    ['a capability that cannot be read', '250-ok\r\n250 CONNEG (&(dpi=\r\n', 'unreadable'],
  ])('5.2: %s: the document still goes', async (_, reply, kind) => {
    const answers = await called([...mail(OFFERED), ASKED, { say: reply }, ...DELIVERED]);
    expect(readCapability(answers)).toMatchObject({ kind, filter: undefined });
  });
});
