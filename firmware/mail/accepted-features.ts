import type { Filter } from '../capability/filter.ts';
import { parseFilter } from '../capability/parse-filter.ts';
import { escapeControls } from '../smtp/wire/printable-text.ts';

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

const FIELD = /^([!-9;-~]+)[ \t]*:[ \t]*(.*)$/;

/**
 * Reads `Media-Accept-Features` (RFC 2530 3) from the text of a message/disposition-notification (RFC 8098 3.1), lines
 * ended by CRLF or LF. A capability told with `alternative-preferred` is for one transaction and must not be kept (RFC
 * 3297 6.2): `unusable`. Parentheses in the value are no comments. Never throws.
 */
export function readAcceptedFeatures(notification: string): AcceptedFeatures {
  const fields = fieldsOf(notification);
  const features = fields.get('media-accept-features');
  if (features === undefined) return { kind: 'none' };
  const recipient = /^rfc822[ \t]*;[ \t]*<?([^<>\s]+)>?$/i.exec(fields.get('final-recipient') ?? '')?.[1];
  if (recipient === undefined) return unusable('expected Final-Recipient: rfc822; and a mailbox');
  if (/alternative-preferred/i.test(fields.get('disposition') ?? '')) {
    return unusable('its features hold for one transaction only (alternative-preferred)');
  }
  const parsed = parseFilter(features, { reader: 'tolerant' });
  if (!parsed.ok) return unusable(`Media-Accept-Features cannot be read: ${parsed.error.sentence}`);
  const originalMessageId = fields.get('original-message-id');
  return { kind: 'capability', recipient: escapeControls(recipient), originalMessageId, filter: parsed.filter };
}

/** Unfolded, names in lower case; the first of a name counts. */
function fieldsOf(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let name: string | undefined;
  let folded: string[] = [];
  const keep = (): void => {
    if (name !== undefined && !fields.has(name)) fields.set(name, folded.join(' ').trim());
  };
  for (const line of text.split(/\r\n|\n/)) {
    if (/^[ \t]/.test(line)) {
      folded.push(line.trim());
      continue;
    }
    keep();
    const [, found, value = ''] = FIELD.exec(line) ?? [];
    name = found?.toLowerCase();
    folded = [value];
  }
  keep();
  return fields;
}

function unusable(sentence: string): AcceptedFeatures {
  return { kind: 'unusable', sentence: escapeControls(sentence) };
}
