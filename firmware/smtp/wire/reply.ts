/**
 * One SMTP reply (RFC 5321 4.2): the code, and the text of every line after code and separator, leading blanks kept
 * (the capability of manual p.472 is indented). `enhanced` is the code of RFC 2034 at the head of the first line; it
 * stays in the text too, since only the reader of a line knows what follows it.
 */
export interface Reply {
  readonly code: number;
  /** `class.subject.detail` (RFC 3463), only when its class is the reply's. */
  readonly enhanced?: string;
  readonly lines: readonly string[];
}

export type ReplyClass = 'completion' | 'intermediate' | 'transient-failure' | 'permanent-failure';

/** The first digit decides when the code itself is unknown (RFC 5321 4.2.1, 4.3.2). */
export function replyClass(reply: Reply): ReplyClass {
  if (reply.code < 300) return 'completion';
  if (reply.code < 400) return 'intermediate';
  return reply.code < 500 ? 'transient-failure' : 'permanent-failure';
}

/** The reply as one line for sentences: code and first text. */
export function replyText(reply: Reply): string {
  const text = reply.lines[0] ?? '';
  return text === '' ? `${reply.code}` : `${reply.code} ${text}`;
}

export function replyOf(code: number, lines: readonly string[]): Reply {
  const found = /^([245])\.\d{1,3}\.\d{1,3}(?= |$)/.exec(lines[0] ?? '');
  const enhanced = found !== null && found[1] === `${code}`[0] ? found[0] : undefined;
  return enhanced === undefined ? { code, lines } : { code, enhanced, lines };
}
