import { finalRecipient, notificationFields } from './notification-fields.ts';

/** What became of a message, by its disposition notification. */
export interface Disposition {
  /** Mailbox of `Final-Recipient`. */
  readonly recipient: string;
  /** With angle brackets. */
  readonly originalMessageId: string;
  /** Lower case; with `error` as modifier it is `failed`, for the recipient did not get what was sent. */
  readonly type: string;
}

/** RFC 8098 3.2.6: modes, then the type, then modifiers after a slash. `dispatched` is RFC 2298's, which the machines use. */
const TYPES: readonly string[] = ['displayed', 'dispatched', 'processed', 'deleted', 'denied', 'failed'];

/** Undefined when a field is missing or the disposition is none that RFC 2298 or RFC 8098 knows. Never throws. */
export function readDisposition(notification: string): Disposition | undefined {
  const fields = notificationFields(notification);
  const recipient = finalRecipient(fields);
  const originalMessageId = fields.get('original-message-id');
  const [, found = '', modifiers = ''] = /;\s*([a-z]+)\s*(?:\/(.*))?$/i.exec(fields.get('disposition') ?? '') ?? [];
  const type = found.toLowerCase();
  if (recipient === undefined || originalMessageId === undefined || !TYPES.includes(type)) return undefined;
  return { recipient, originalMessageId, type: /\berror\b/i.test(modifiers) ? 'failed' : type };
}
