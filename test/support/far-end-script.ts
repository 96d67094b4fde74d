import type { FarEndStep } from './scripted-far-end.ts';

/** What a far end says where; lines without their CRLF. Several lines are one reply as it stands on the wire. */
export interface FarEndWords {
  readonly greeting: string;
  /** To EHLO and, after a refusal of it, to HELO. */
  readonly ehlo: readonly string[];
  readonly helo?: readonly string[];
  readonly mail: readonly string[];
  readonly rcpt: readonly string[];
  /** To the RCPT without CONNEG that follows a refusal of the first. */
  readonly plainRcpt?: readonly string[];
  readonly data: string;
  readonly finalDot: string;
}

/** A far end of RFC 5321 alone: it takes everything and offers nothing. */
export const PLAIN_FAR_END: FarEndWords = {
  greeting: '220 far.example ESMTP',
  ehlo: ['250 far.example'],
  mail: ['250 ok'],
  rcpt: ['250 ok'],
  data: '354 go ahead',
  finalDot: '250 taken',
};

export const FAR_END_PHASES = ['greeting', 'ehlo', 'mail', 'rcpt', 'data', 'final-dot'] as const;
export type FarEndPhase = (typeof FAR_END_PHASES)[number];

const LINE_END = '\r\n';
const command: FarEndStep = { takeUntil: LINE_END };

/** The whole transmission, QUIT and both ends of the connection included. */
export function takingAll(words: Partial<FarEndWords> = {}): FarEndStep[] {
  return [...before('quit', words), ...goodbye];
}

/** All goes well until it is this phase's turn to be answered; then `steps`, and nothing more. */
export function until(phase: FarEndPhase, steps: readonly FarEndStep[], words: Partial<FarEndWords> = {}) {
  return [...before(phase, words), ...steps];
}

/** Refuses in this phase, then answers QUIT as it should. */
export function refusing(phase: FarEndPhase, reply: string, words: Partial<FarEndWords> = {}): FarEndStep[] {
  return until(phase, [say(reply), ...goodbye], words);
}

/** Takes the recipient and expects QUIT instead of DATA. */
export function quitBeforeData(words: Partial<FarEndWords> = {}): FarEndStep[] {
  const accepted = before('rcpt', words);
  return [...accepted, say(...(words.rcpt ?? PLAIN_FAR_END.rcpt)), ...goodbye];
}

export function say(...lines: readonly string[]): FarEndStep {
  return { say: lines.map((line) => line + LINE_END).join('') };
}

const goodbye: readonly FarEndStep[] = [{ expect: 'QUIT\r\n' }, say('221 bye'), { end: true }];

function before(phase: FarEndPhase | 'quit', own: Partial<FarEndWords>): FarEndStep[] {
  const words = { ...PLAIN_FAR_END, ...own };
  const turns: Record<FarEndPhase, readonly FarEndStep[]> = {
    greeting: [say(words.greeting), command],
    ehlo: [say(...words.ehlo), command, ...(words.helo === undefined ? [] : [say(...words.helo), command])],
    mail: [say(...words.mail), command],
    rcpt: [say(...words.rcpt), command, ...(words.plainRcpt === undefined ? [] : [say(...words.plainRcpt), command])],
    data: [say(words.data), { takeUntil: '\r\n.\r\n' }],
    'final-dot': [say(words.finalDot)],
  };
  const count = phase === 'quit' ? FAR_END_PHASES.length : FAR_END_PHASES.indexOf(phase);
  return FAR_END_PHASES.slice(0, count).flatMap((one) => turns[one]);
}
