/** Where a reply meets the client; `rcpt-conneg`: to RCPT … CONNEG, `rcpt` to one without. */
export const REPLY_PHASES = ['greeting', 'ehlo', 'mail', 'rcpt', 'rcpt-conneg', 'data', 'final-dot'] as const;
export type ReplyPhase = (typeof REPLY_PHASES)[number];

/**
 * What follows from RFC 5321 4.2 and 4.3.2 (and RFC 1870, 4141, 7504): the next command, or an info code with `redial` or
 * `once`; `next` in front when another address of the far end is tried first (5.1).
 */
export type ReplyFate = string;

type Row = readonly [codes: readonly number[], fates: readonly ReplyFate[]];

const ROWS: readonly Row[] = [
  [
    [211, 214, 220, 221, 250, 251, 252],
    ['EHLO', 'MAIL', 'RCPT', 'capability', 'capability', '927 once', 'delivered'],
  ],
  [[354], ['next 927 once', 'next 927 once', '927 once', '927 once', '927 once', 'message', '927 once']],
  [
    [421, 450, 451, 452, 455],
    [
      'next 716 redial',
      'next 716 redial',
      'next 717 redial',
      'next 924 redial',
      'next 924 redial',
      'next 717 redial',
      'next 717 redial',
    ],
  ],
  [
    [500, 502],
    ['next 716 once', 'HELO', '922 once', '923 once', '923 once', '925 once', '925 once'],
  ],
  [
    [501, 503, 504, 555],
    ['next 716 once', 'next 716 once', '922 once', '923 once', 'plain RCPT', '925 once', '925 once'],
  ],
  [
    [521, 550, 551, 553, 554, 556],
    ['next 716 once', 'next 716 once', '922 once', '923 once', '923 once', '925 once', '925 once'],
  ],
  [[552], ['next 716 once', 'next 716 once', '926 once', '923 once', '923 once', '926 once', '926 once']],
];

/** Every code in every phase. */
export const REPLY_FATES: readonly (readonly [code: number, phase: ReplyPhase, fate: ReplyFate])[] = ROWS.flatMap(
  ([codes, fates]) =>
    codes.flatMap((code) => REPLY_PHASES.map((phase, index) => [code, phase, fates[index] ?? ''] as const)),
);

/** Rows of the table in docs/reply-codes.md. */
export function replyCodeRows(): readonly string[] {
  return ROWS.map(([codes, fates]) => `| ${codes.join(' ')} | ${fates.join(' | ')} |`);
}
