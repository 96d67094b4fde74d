import { parseMailbox } from '../smtp/wire/mailbox.ts';
import { unquoted } from './own-mailboxes.ts';
import type { MessageHeading } from './printable-pages.ts';

/** `withheld`: it was asked for and must not be sent; the sentence says why. */
export type NotificationDue =
  | { readonly kind: 'due'; readonly to: string }
  | { readonly kind: 'withheld'; readonly sentence: string }
  | { readonly kind: 'not-asked' };

/**
 * Whether a printed message is answered by a disposition notification. A machine cannot ask its user, so whatever needs
 * consent is never sent (RFC 8098 2.1): another Return-Path, several addresses, none at all. So the siblings do it, too.
 */
export function notificationDue(mail: MessageHeading, reversePath: string): NotificationDue {
  const [to, ...more] = mail.dispositionNotificationTo;
  if (to === undefined) return { kind: 'not-asked' };
  if (mail.reportType !== undefined) return withheld('the message is a report itself');
  if (more.length > 0) return withheld(`Disposition-Notification-To names ${more.length + 1} addresses`);
  if (mail.notificationOptionRequired === true) return withheld('it requires an option this machine does not know');
  if (reversePath === '') return withheld('the message has no return path');
  if (!sameMailbox(to, reversePath)) {
    return withheld(`Disposition-Notification-To ${to} differs from the return path ${reversePath}`);
  }
  // The address of the envelope: its syntax has been checked when it came.
  return { kind: 'due', to: reversePath };
}

/** RFC 8098 2.1: local parts by their octets without quotes, domains without case. */
export function sameMailbox(one: string, other: string): boolean {
  const [a, b] = [parseMailbox(one, { ipv6: true }), parseMailbox(other, { ipv6: true })];
  if (!a.ok || !b.ok) return false;
  const sameDomain = a.mailbox.domain.toLowerCase() === b.mailbox.domain.toLowerCase();
  return sameDomain && unquoted(a.mailbox.localPart) === unquoted(b.mailbox.localPart);
}

function withheld(sentence: string): NotificationDue {
  return { kind: 'withheld', sentence };
}
