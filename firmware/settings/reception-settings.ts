import { SMTP_SERVER_LIMITS, type SmtpServerLimits } from '../smtp/server/server-limits.ts';
import { phoneNumberFault } from '../smtp/wire/fax-address.ts';
import { choice, type Parameter, text, wholeNumber } from './parameter.ts';

const source = 'own design' as const;
const limits = SMTP_SERVER_LIMITS;

/**
 * General Settings 60 to 79: how the machine receives by SMTP. Numbers, names, defaults and ranges are *own design*; what
 * RFC 5321 and 1870 ask of a server stands beside the limits (`smtp/server/server-limits.ts`). A change takes effect with a
 * new listener: sessions under way hear 421.
 */
export const RECEPTION_SETTINGS = {
  rcvSessions: wholeNumber(
    { number: '60', name: 'RCV Sessions', source },
    'sessions',
    { min: 1, max: 100 },
    limits.sessions,
  ),
  rcvSessionsPerPeer: wholeNumber(
    { number: '61', name: 'RCV Sessions per Peer', source },
    'sessions',
    { min: 1, max: 100 },
    limits.sessionsPerPeer,
  ),
  rcvCommands: wholeNumber(
    { number: '62', name: 'RCV Commands', source },
    'commands a session',
    { min: 10, max: 100_000 },
    limits.commands,
  ),
  rcvErrors: wholeNumber(
    { number: '63', name: 'RCV Errors', source },
    'errors a session',
    { min: 1, max: 1_000 },
    limits.errors,
  ),
  /** RFC 5321 4.5.3.1.4: no less than 512. */
  rcvLineLength: wholeNumber(
    { number: '64', name: 'RCV Line Length', source },
    'octets',
    { min: 512, max: 65_536 },
    limits.commandOctets,
  ),
  /** RFC 5321 4.5.3.1.8: no less than 100. */
  rcvRecipients: wholeNumber(
    { number: '65', name: 'RCV Recipients', source },
    'recipients a message',
    { min: 100, max: 1_000 },
    limits.recipients,
  ),
  /** RFC 5321 4.5.3.1.7: no less than 64 KiB. */
  rcvMessageSize: wholeNumber(
    { number: '66', name: 'RCV Message Size', source },
    'KiB',
    { min: 64, max: 1_048_576 },
    limits.messageOctets / 1_024,
  ),
  rcvSessionTime: wholeNumber(
    { number: '67', name: 'RCV Session Time', source },
    'seconds',
    { min: 60, max: 86_400 },
    limits.sessionMs / 1_000,
  ),
  /** RFC 5321 4.5.3.2.7: five minutes at least; a laboratory may want to see the end of it sooner. */
  rcvIdleTime: wholeNumber(
    { number: '68', name: 'RCV Idle Time', source },
    'seconds',
    { min: 1, max: 3_600 },
    limits.idleMs / 1_000,
  ),
  /** Off: the parameter is refused as unknown (555, RFC 5321) or as not implemented (504, RFC 4141). */
  connegReply: choice({ number: '69', name: 'CONNEG Reply', source }, ['On', 'Off 555', 'Off 504'], 'On'),
  /** A message without printable content: 554 5.6.1; or taken, and a page printed that says so; or taken and kept. */
  unprintableMessage: choice(
    { number: '70', name: 'Unprintable Message', source },
    ['Refuse', 'Error Page', 'Keep'],
    'Refuse',
  ),
  /** A Message-ID that the same originator has sent before is not printed again. */
  duplicateCheck: choice({ number: '71', name: 'Duplicate Check', source }, ['Off', 'On'], 'On'),
  duplicateAge: wholeNumber({ number: '72', name: 'Duplicate Memory', source }, 'days', { min: 1, max: 365 }, 7),
  /** The number by which `FAX=+…` addresses mean this machine (RFC 3192); empty: none does. */
  faxNumber: text({ number: '73', name: 'Own Fax Number', source }, phoneNumberFault),
  /** Disposition notifications to those who ask for them (RFC 8098). */
  notification: choice({ number: '74', name: 'Send Notification', source }, ['Off', 'On'], 'On'),
  notificationRetries: wholeNumber(
    { number: '75', name: 'Notification Retries', source },
    'times',
    { min: 0, max: 15 },
    5,
  ),
  notificationInterval: wholeNumber(
    { number: '76', name: 'Notification Interval', source },
    'seconds',
    { min: 1, max: 86_400 },
    600,
  ),
} as const satisfies Record<string, Parameter<string> | Parameter<number>>;

type ReceptionValues = {
  readonly [Key in keyof typeof RECEPTION_SETTINGS]: (typeof RECEPTION_SETTINGS)[Key] extends Parameter<infer Value>
    ? Value
    : never;
};

/** The limits of the SMTP server as set. */
export function smtpServerLimitsOf(values: ReceptionValues): Partial<SmtpServerLimits> {
  return {
    sessions: values.rcvSessions,
    sessionsPerPeer: values.rcvSessionsPerPeer,
    commands: values.rcvCommands,
    errors: values.rcvErrors,
    commandOctets: values.rcvLineLength,
    recipients: values.rcvRecipients,
    messageOctets: values.rcvMessageSize * 1_024,
    sessionMs: values.rcvSessionTime * 1_000,
    idleMs: values.rcvIdleTime * 1_000,
  };
}

/** Whether a change of that setting needs a new SMTP server. */
export function concernsSmtpServer(key: string): boolean {
  return key.startsWith('rcv') || key === 'connegReply';
}
