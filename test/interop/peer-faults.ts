import type { FarEndPhase } from '../support/far-end-script.ts';

/** What becomes of a job: delivered, or not with an info code, tried again while redials are left or given up at once. */
export type Fate = 'delivered' | `${number} redial` | `${number} once`;

/** smtp-sink(1) options of Postfix 3.7 and what they make it do; the fates follow from RFC 5321 4.2.1 and the info codes. */
export const SINK_FAULTS: readonly (readonly [options: string, does: string, fate: Fate])[] = [
  ['-f CONNECT', 'greets with 500', '716 once'],
  ['-f EHLO', 'answers EHLO with 500, HELO with 250', 'delivered'],
  ['-f EHLO,HELO', 'answers EHLO and HELO with 500', '716 once'],
  ['-f MAIL', 'answers MAIL with 500', '922 once'],
  ['-f RCPT', 'answers RCPT with 500', '923 once'],
  ['-f DATA', 'answers DATA with 500', '925 once'],
  ['-f .', 'answers the final dot with 500', '925 once'],
  ['-r CONNECT', 'greets with 450', '716 redial'],
  ['-r EHLO', 'answers EHLO with 450', '716 redial'],
  ['-r MAIL', 'answers MAIL with 450', '717 redial'],
  ['-r RCPT', 'answers RCPT with 450', '924 redial'],
  ['-r DATA', 'answers DATA with 450', '717 redial'],
  ['-r .', 'answers the final dot with 450', '717 redial'],
  ['-q CONNECT', 'hangs up instead of greeting', '717 redial'],
  ['-q EHLO', 'hangs up at EHLO', '717 redial'],
  ['-q MAIL', 'hangs up at MAIL', '717 redial'],
  ['-q RCPT', 'hangs up at RCPT', '717 redial'],
  ['-q DATA', 'hangs up at DATA', '717 redial'],
  ['-q .', 'hangs up at the final dot', '717 redial'],
  ['-q QUIT', 'hangs up at QUIT', 'delivered'],
  ['-Q CONNECT', 'greets with 421 and hangs up', '716 redial'],
  ['-Q EHLO', 'answers EHLO with 421 and hangs up', '716 redial'],
  ['-Q MAIL', 'answers MAIL with 421 and hangs up', '717 redial'],
  ['-Q RCPT', 'answers RCPT with 421 and hangs up', '924 redial'],
  ['-Q DATA', 'answers DATA with 421 and hangs up', '717 redial'],
  ['-Q .', 'answers the final dot with 421 and hangs up', '717 redial'],
  ['-B "552 too big" -f .', 'answers the final dot with 552', '926 once'],
  ['-w 30', 'takes 30 s over DATA, we wait 1 s', '717 redial'],
  ['-e', 'knows no ESMTP', 'delivered'],
  ['-8 -E -N -p', 'offers hardly anything', 'delivered'],
];

/** Refusals that the scripted far end makes in every phase. */
export const REFUSALS = ['421', '451', '550', '552', '554'] as const;
export type Refusal = (typeof REFUSALS)[number];

export const REFUSAL_FATES: Readonly<Record<FarEndPhase, Readonly<Record<Refusal, Fate>>>> = {
  greeting: { 421: '716 redial', 451: '716 redial', 550: '716 once', 552: '716 once', 554: '716 once' },
  ehlo: { 421: '716 redial', 451: '716 redial', 550: '716 once', 552: '716 once', 554: '716 once' },
  mail: { 421: '717 redial', 451: '717 redial', 550: '922 once', 552: '926 once', 554: '922 once' },
  rcpt: { 421: '924 redial', 451: '924 redial', 550: '923 once', 552: '923 once', 554: '923 once' },
  data: { 421: '717 redial', 451: '717 redial', 550: '925 once', 552: '926 once', 554: '925 once' },
  'final-dot': { 421: '717 redial', 451: '717 redial', 550: '925 once', 552: '926 once', 554: '925 once' },
};

/** A far end that stalls, hangs up or resets is one thing in every phase: the session is incomplete, and tried again. */
export const LOSS_FATE: Fate = '717 redial';

/** Rows of the tables in docs/peers.md. */
export function refusalRows(): readonly string[] {
  return Object.entries(REFUSAL_FATES).map(
    ([phase, fates]) => `| ${phase} | ${REFUSALS.map((code) => fates[code]).join(' | ')} |`,
  );
}

export function sinkRows(): readonly string[] {
  return SINK_FAULTS.map(([options, does, fate]) => `| \`${options}\` | ${does} | ${fate} |`);
}
