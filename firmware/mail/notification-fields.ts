const FIELD = /^([!-9;-~]+)[ \t]*:[ \t]*(.*)$/;

/**
 * The fields of a message/disposition-notification (RFC 8098 3.1) or of a group of message/delivery-status (RFC 3464 2.1), lines ended by CRLF or LF: unfolded, names in lower case;
 * the first of a name counts.
 */
export function notificationFields(text: string): ReadonlyMap<string, string> {
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

/** The mailbox of `Final-Recipient` (RFC 8098 3.2.4). */
export function finalRecipient(fields: ReadonlyMap<string, string>): string | undefined {
  return recipientField(fields, 'final-recipient');
}

/** The mailbox of a field of type and address (RFC 3464 2.3.1 and 2.3.2), its name in lower case. */
export function recipientField(fields: ReadonlyMap<string, string>, name: string): string | undefined {
  return /^rfc822[ \t]*;[ \t]*<?([^<>\s]+)>?$/i.exec(fields.get(name) ?? '')?.[1];
}
