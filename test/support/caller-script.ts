import type { FarEndStep } from './scripted-far-end.ts';

/** A mail program that knows nothing of fax: one message in one session, one command at a time. */
export function mailing(
  message: string,
  options: { readonly to?: string; readonly answer?: string } = {},
): FarEndStep[] {
  const { to = 'june@ifax2.panasonic.example', answer = '250 ' } = options;
  const turn = (line: string, reply: string): FarEndStep[] => [
    { say: `${line}\r\n` },
    { takeUntil: reply },
    { takeUntil: '\r\n' },
  ];
  return [
    { takeUntil: '220 ' },
    { takeUntil: '\r\n' },
    ...turn('HELO mail.example', '250 '),
    ...turn('MAIL FROM:<eve@mail.example>', '250 '),
    ...turn(`RCPT TO:<${to}>`, '250 '),
    ...turn('DATA', '354 '),
    ...turn(`${message}\r\n.`, answer),
    ...turn('QUIT', '221 '),
    { end: true },
  ];
}

export interface MessagePart {
  readonly type: string;
  readonly octets: Uint8Array;
}

/** Header fields and one base64 part after the other; `name` makes the Message-ID. */
export function mailOf(name: string, ...parts: readonly MessagePart[]): string {
  const body = parts.flatMap(({ type, octets }) => [
    '--part',
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(octets).toString('base64').replace(/.{76}/g, '$&\r\n'),
  ]);
  return [
    'From: <eve@mail.example>',
    'To: <june@ifax2.panasonic.example>',
    `Message-ID: <${name}@mail.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=part',
    '',
    ...body,
    '--part--',
  ].join('\r\n');
}
