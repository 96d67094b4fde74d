import { describe, expect, test } from 'vitest';
import { Dialogue } from '../../../../firmware/smtp/client/dialogue.ts';
import type { DialogueAction, DialogueEvent } from '../../../../firmware/smtp/client/dialogue-events.ts';
import type { CapabilityAnswers, SessionOutcome, SmtpPhase } from '../../../../firmware/smtp/client/session-outcome.ts';
import { replyOf } from '../../../../firmware/smtp/wire/reply.ts';

const reply = (code: number, ...lines: string[]): DialogueEvent => ({
  type: 'reply',
  reply: replyOf(code, lines.length > 0 ? lines : ['']),
});
const connected: DialogueEvent = { type: 'connected' };
const ehlo = reply(250, 'far.example', 'CONNEG', 'SIZE 1000');
const plainEhlo = reply(250, 'far.example');
const message: readonly DialogueEvent[] = [{ type: 'message.provided' }];
const sent: readonly DialogueEvent[] = [{ type: 'final-dot.handed-over' }, { type: 'final-dot.taken' }];

/** The events that bring a dialogue into each phase in which a reply is owed. */
const UP_TO: Readonly<Record<'greeting' | 'ehlo' | 'mail' | 'rcpt' | 'data' | 'final-dot', readonly DialogueEvent[]>> =
  {
    greeting: [connected],
    ehlo: [connected, reply(220)],
    mail: [connected, reply(220), ehlo],
    rcpt: [connected, reply(220), ehlo, reply(250)],
    data: [connected, reply(220), ehlo, reply(250), reply(250), ...message],
    'final-dot': [connected, reply(220), ehlo, reply(250), reply(250), ...message, reply(354), ...sent],
  };

function dialogueAfter(events: readonly DialogueEvent[], forwardPaths: readonly string[] = ['june@far.example']) {
  const dialogue = new Dialogue({ clientName: 'fax.example', reversePath: 'pcc@fax.example', forwardPaths });
  const actions: DialogueAction[] = [];
  for (const event of events) actions.push(...dialogue.handle(event));
  return { dialogue, actions };
}

const sentLines = (actions: readonly DialogueAction[]) =>
  actions.flatMap((action) => (action.type === 'send' ? [action.line] : []));
const outcomes = (actions: readonly DialogueAction[]): SessionOutcome[] =>
  actions.flatMap((action) => (action.type === 'finish' ? [action.outcome] : []));
const capabilities = (actions: readonly DialogueAction[]): CapabilityAnswers[] =>
  actions.flatMap((action) => (action.type === 'capability' ? [action.answers] : []));
const closings = (actions: readonly DialogueAction[]) =>
  actions.flatMap((action) => (action.type === 'close' ? [action.manner] : []));

describe('the whole dialogue', () => {
  test('commands, phases and waits in their order', () => {
    const { actions } = dialogueAfter([...UP_TO['final-dot'], reply(250, 'ok'), reply(221)]);
    expect(actions).toEqual([
      { type: 'phase', phase: 'greeting' },
      { type: 'wait', timer: 'greeting' },
      { type: 'phase', phase: 'ehlo' },
      { type: 'send', line: 'EHLO fax.example' },
      { type: 'wait', timer: 'ehlo' },
      { type: 'phase', phase: 'mail' },
      { type: 'send', line: 'MAIL FROM:<pcc@fax.example>' },
      { type: 'wait', timer: 'mail' },
      { type: 'phase', phase: 'rcpt' },
      { type: 'send', line: 'RCPT TO:<june@far.example> CONNEG' },
      { type: 'wait', timer: 'rcpt' },
      { type: 'wait', timer: undefined },
      expect.objectContaining({ type: 'capability' }),
      { type: 'phase', phase: 'data' },
      { type: 'send', line: 'DATA' },
      { type: 'wait', timer: 'data' },
      { type: 'phase', phase: 'body' },
      { type: 'wait', timer: undefined },
      { type: 'send-message' },
      { type: 'phase', phase: 'final-dot' },
      { type: 'wait', timer: 'finalDot' },
      { type: 'phase', phase: 'quit' },
      { type: 'wait', timer: undefined },
      { type: 'finish', outcome: { kind: 'delivered', reply: { code: 250, lines: ['ok'] } } },
      { type: 'send', line: 'QUIT' },
      { type: 'wait', timer: 'quit' },
      { type: 'close', manner: 'end' },
    ]);
  });

  test('the capability is told with keywords in upper case, before DATA', () => {
    const events = [connected, reply(220), reply(250, 'far.example', 'conneg', 'size 1000'), reply(250)];
    const { actions } = dialogueAfter([...events, reply(250, '<june@far.example> recipient ok', '(&(color=Binary))')]);
    expect(capabilities(actions)).toEqual([
      {
        connegOffered: true,
        ehloKeywords: ['CONNEG', 'SIZE 1000'],
        answers: [
          {
            forwardPath: 'june@far.example',
            accepted: true,
            connegAnswered: true,
            reply: { code: 250, lines: ['<june@far.example> recipient ok', '(&(color=Binary))'] },
          },
        ],
      },
    ]);
    expect(sentLines(actions)).not.toContain('DATA');
  });
});

describe('CONNEG', () => {
  test('is not sent to a server that did not offer it (RFC 5321 4.1.1.11)', () => {
    const { actions } = dialogueAfter([connected, reply(220), plainEhlo, reply(250), reply(250)]);
    expect(sentLines(actions).at(-1)).toBe('RCPT TO:<june@far.example>');
    expect(capabilities(actions)).toMatchObject([{ connegOffered: false, answers: [{ connegAnswered: false }] }]);
  });

  test('the server name CONNEG or a longer keyword is no offer', () => {
    const { actions } = dialogueAfter([connected, reply(220), reply(250, 'CONNEG', 'CONNEGX'), reply(250)]);
    expect(sentLines(actions).at(-1)).toBe('RCPT TO:<june@far.example>');
  });

  test.each([501, 503, 504, 555])('%i: the plain RCPT follows in the same session', (code) => {
    const { actions } = dialogueAfter([...UP_TO.rcpt, reply(code, 'no'), reply(250)]);
    expect(sentLines(actions).slice(-2)).toEqual(['RCPT TO:<june@far.example> CONNEG', 'RCPT TO:<june@far.example>']);
    expect(capabilities(actions)).toMatchObject([
      { connegOffered: true, answers: [{ accepted: true, connegAnswered: false, connegRefusal: { code } }] },
    ]);
  });

  test('the plain RCPT refused too is a refusal', () => {
    const { actions } = dialogueAfter([...UP_TO.rcpt, reply(555), reply(550, 'no such user')]);
    expect(outcomes(actions)).toMatchObject([{ kind: 'refused', phase: 'rcpt', reply: { code: 550 } }]);
  });

  test.each([450, 500, 550, 552, 554])('%i is about the recipient: no second RCPT', (code) => {
    const { actions } = dialogueAfter([...UP_TO.rcpt, reply(code)]);
    expect(outcomes(actions)).toMatchObject([{ kind: 'refused', phase: 'rcpt', reply: { code } }]);
  });
});

describe('HELO', () => {
  test.each([500, 502])('%i to EHLO: HELO, and no extension', (code) => {
    const { actions } = dialogueAfter([...UP_TO.ehlo, reply(code), reply(250, 'far.example', 'CONNEG'), reply(250)]);
    expect(sentLines(actions)).toEqual([
      'EHLO fax.example',
      'HELO fax.example',
      'MAIL FROM:<pcc@fax.example>',
      'RCPT TO:<june@far.example>',
    ]);
  });

  test('refused as well', () => {
    const { actions } = dialogueAfter([...UP_TO.ehlo, reply(502), reply(502)]);
    expect(outcomes(actions)).toMatchObject([{ kind: 'refused', phase: 'ehlo', reply: { code: 502 } }]);
  });

  test.each([501, 504, 550])('%i to EHLO is a refusal', (code) => {
    expect(outcomes(dialogueAfter([...UP_TO.ehlo, reply(code)]).actions)).toMatchObject([
      { kind: 'refused', phase: 'ehlo' },
    ]);
  });
});

describe('several forward-paths', () => {
  const paths = ['a@far.example', 'b@far.example', 'c@far.example'];

  test('each is asked, answers are kept apart, one accepted is enough', () => {
    const { actions } = dialogueAfter(
      [...UP_TO.rcpt, reply(250, 'caps a'), reply(504), reply(550), reply(250, 'caps c')],
      paths,
    );
    expect(sentLines(actions).slice(-4)).toEqual([
      'RCPT TO:<a@far.example> CONNEG',
      'RCPT TO:<b@far.example> CONNEG',
      'RCPT TO:<b@far.example>',
      'RCPT TO:<c@far.example> CONNEG',
    ]);
    expect(capabilities(actions)[0]?.answers).toMatchObject([
      { forwardPath: 'a@far.example', accepted: true, connegAnswered: true, reply: { lines: ['caps a'] } },
      {
        forwardPath: 'b@far.example',
        accepted: false,
        connegAnswered: false,
        reply: { code: 550 },
        connegRefusal: { code: 504 },
      },
      { forwardPath: 'c@far.example', accepted: true, connegAnswered: true, reply: { lines: ['caps c'] } },
    ]);
  });

  test('none accepted: refused, with every answer', () => {
    const { actions } = dialogueAfter([...UP_TO.rcpt, reply(550), reply(452), reply(553)], paths);
    expect(outcomes(actions)).toMatchObject([
      {
        kind: 'refused',
        phase: 'rcpt',
        reply: { code: 553 },
        answers: [{ reply: { code: 550 } }, { reply: { code: 452 } }, {}],
      },
    ]);
    expect(sentLines(actions).at(-1)).toBe('QUIT');
  });
});

describe('every class of reply in every phase', () => {
  const phases = ['greeting', 'ehlo', 'mail', 'rcpt', 'data', 'final-dot'] as const;
  const go: Readonly<Record<(typeof phases)[number], string | undefined>> = {
    greeting: 'EHLO fax.example',
    ehlo: 'MAIL FROM:<pcc@fax.example>',
    mail: 'RCPT TO:<june@far.example> CONNEG',
    rcpt: undefined,
    data: undefined,
    'final-dot': 'QUIT',
  };

  test.each(phases.filter((phase) => phase !== 'data'))('%s: any 2yz goes on', (phase) => {
    for (const code of [220, 250, 251, 299]) {
      const { dialogue } = dialogueAfter(UP_TO[phase]);
      const actions = dialogue.handle(reply(code));
      expect(sentLines(actions)).toEqual(go[phase] === undefined ? [] : [go[phase]]);
      expect(outcomes(actions).filter((outcome) => outcome.kind !== 'delivered')).toEqual([]);
    }
  });

  test.each(phases.filter((phase) => phase !== 'data'))('%s: 3yz is a protocol error', (phase) => {
    const { actions } = dialogueAfter([...UP_TO[phase], reply(354, 'go')]);
    expect(outcomes(actions)).toEqual([
      {
        kind: 'protocol-error',
        phase,
        finalDotSent: phase === 'final-dot',
        sentence: expect.stringContaining('"354 go"'),
      },
    ]);
    expect(closings(actions)).toEqual(['reset']);
  });

  test('data: 354 only, anything else positive gets no octet of the message', () => {
    expect(dialogueAfter([...UP_TO.data, reply(354)]).actions.at(-1)).toEqual({ type: 'send-message' });
    for (const code of [250, 334, 350]) {
      const { actions } = dialogueAfter([...UP_TO.data, reply(code)]);
      expect(outcomes(actions)).toMatchObject([
        { kind: 'protocol-error', phase: 'data', sentence: expect.stringContaining('expected 354') },
      ]);
      expect(actions).not.toContainEqual({ type: 'send-message' });
    }
  });

  test.each(phases)('%s: 4yz and 5yz are refusals, followed by QUIT', (phase) => {
    for (const code of [450, 451, 452, 499, 550, 554, 599]) {
      const { actions } = dialogueAfter([...UP_TO[phase], reply(code, 'no')]);
      expect(outcomes(actions)).toMatchObject([{ kind: 'refused', phase, reply: { code, lines: ['no'] } }]);
      expect(sentLines(actions).at(-1)).toBe('QUIT');
    }
  });

  test.each(phases)('%s: 421 is a refusal by a server that closes, no QUIT', (phase) => {
    const { actions } = dialogueAfter([...UP_TO[phase], reply(421, 'closing')]);
    expect(outcomes(actions)).toMatchObject([{ kind: 'refused', phase, reply: { code: 421 } }]);
    expect(sentLines(actions)).not.toContain('QUIT');
    expect(closings(actions)).toEqual(['end']);
  });

  test.each(phases)('%s: garbage, time over, loss and STOP reset the connection', (phase) => {
    const finalDotSent = phase === 'final-dot';
    const cases: readonly (readonly [DialogueEvent, SessionOutcome])[] = [
      [
        { type: 'garbled', sentence: 'no' },
        { kind: 'protocol-error', phase, sentence: 'no', finalDotSent },
      ],
      [
        { type: 'time.over', timer: 'session', ms: 5 },
        { kind: 'timed-out', phase, timer: 'session', ms: 5, finalDotSent },
      ],
      [
        { type: 'connection.lost', code: 'EOF' },
        { kind: 'connection-lost', phase, code: 'EOF', finalDotSent },
      ],
      [{ type: 'abort' }, { kind: 'aborted', phase, finalDotSent }],
    ];
    for (const [event, outcome] of cases) {
      const { actions } = dialogueAfter([...UP_TO[phase], event]);
      expect(outcomes(actions)).toEqual([outcome]);
      expect(closings(actions)).toEqual(['reset']);
    }
  });
});

describe('a reply that was not asked for', () => {
  const deciding = [...UP_TO.rcpt, reply(250)];
  const sending = [...UP_TO.data, reply(354)];

  test.each([
    ['while the message is made', deciding, 'rcpt'],
    ['while the message is sent', sending, 'body'],
  ] as const)('%s', (_name, events, phase: SmtpPhase) => {
    expect(outcomes(dialogueAfter([...events, reply(250, 'x')]).actions)).toMatchObject([
      { kind: 'protocol-error', phase, sentence: 'The far end sent "250 x" before it was asked; expected it to wait.' },
    ]);
    expect(outcomes(dialogueAfter([...events, reply(421)]).actions)).toMatchObject([{ kind: 'refused', phase }]);
  });

  test('that was here before the command it seems to answer', () => {
    const early: DialogueEvent = { type: 'reply', reply: replyOf(250, ['x']), early: true };
    expect(outcomes(dialogueAfter([...UP_TO.mail, early]).actions)).toMatchObject([
      { kind: 'protocol-error', phase: 'mail' },
    ]);
  });

  test('losing the connection with the final dot under way says so', () => {
    const { actions } = dialogueAfter([
      ...sending,
      { type: 'final-dot.handed-over' },
      { type: 'connection.lost', code: 'ECONNRESET' },
    ]);
    expect(outcomes(actions)).toEqual([
      { kind: 'connection-lost', phase: 'body', code: 'ECONNRESET', finalDotSent: true },
    ]);
  });
});

describe('after the outcome', () => {
  test.each([
    ['a refusal of QUIT', reply(500)],
    ['garbage', { type: 'garbled', sentence: 'no' }],
    ['silence', { type: 'time.over', timer: 'quit', ms: 1 }],
    ['a reset', { type: 'connection.lost', code: 'ECONNRESET' }],
    ['STOP', { type: 'abort' }],
  ] as const)('%s changes nothing', (_name, event) => {
    const { dialogue } = dialogueAfter([...UP_TO['final-dot'], reply(250)]);
    expect(outcomes(dialogue.handle(event))).toEqual([]);
    expect(outcomes(dialogue.handle(reply(250)))).toEqual([]);
  });
});

test.each([
  [['june'], 'has no @'],
  [['june@far.example', 'eve@far.example\r\nDATA'], 'control character'],
  [[], 'no forward-path'],
] as const)('an envelope that cannot be sent is found before the far end is spoken to: %j', (forwardPaths, part) => {
  const { actions } = dialogueAfter([connected, reply(220)], forwardPaths);
  expect(sentLines(actions)).toEqual([]);
  expect(outcomes(actions)).toEqual([
    { kind: 'aborted', phase: 'connecting', finalDotSent: false, sentence: expect.stringContaining(part) },
  ]);
});
