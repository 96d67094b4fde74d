import type { Filter } from '../capability/filter.ts';
import { parseFilter } from '../capability/parse-filter.ts';
import { escapeControls } from '../smtp/wire/printable-text.ts';
import { finalRecipient, notificationFields } from './notification-fields.ts';

/** What a disposition notification says its recipient takes. */
export type AcceptedFeatures =
  | {
      readonly kind: 'capability';
      /** Mailbox of `Final-Recipient`. */
      readonly recipient: string;
      /** With angle brackets. */
      readonly originalMessageId: string | undefined;
      readonly filter: Filter;
    }
  | { readonly kind: 'none' }
  | { readonly kind: 'unusable'; readonly sentence: string };

/**
 * Reads `Media-Accept-Features` (RFC 2530 3) from the text of a message/disposition-notification (RFC 8098 3.1), lines
 * ended by CRLF or LF. A capability told with `alternative-preferred` is for one transaction and must not be kept (RFC
 * 3297 6.2): `unusable`. Parentheses in the value are no comments. Never throws.
 */
export function readAcceptedFeatures(notification: string): AcceptedFeatures {
  const fields = notificationFields(notification);
  const features = fields.get('media-accept-features');
  if (features === undefined) return { kind: 'none' };
  const recipient = finalRecipient(fields);
  if (recipient === undefined) return unusable('expected Final-Recipient: rfc822; and a mailbox');
  if (/alternative-preferred/i.test(fields.get('disposition') ?? '')) {
    return unusable('its features hold for one transaction only (alternative-preferred)');
  }
  const parsed = parseFilter(features, { reader: 'tolerant' });
  if (!parsed.ok) return unusable(`Media-Accept-Features cannot be read: ${parsed.error.sentence}`);
  const originalMessageId = fields.get('original-message-id');
  return { kind: 'capability', recipient: escapeControls(recipient), originalMessageId, filter: parsed.filter };
}

function unusable(sentence: string): AcceptedFeatures {
  return { kind: 'unusable', sentence: escapeControls(sentence) };
}
