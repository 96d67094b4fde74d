/**
 * Octets of a stranger as text that is safe in a transcript, on an LCD and in an error sentence: latin1, with every
 * control character (C0, DEL, C1) written as `\xNN` (own design). SMTP reply text is US-ASCII (RFC 5321 4.2); what lies
 * beyond it is kept readable, never interpreted.
 */
export function printableText(octets: Uint8Array): string {
  return escapeControls(latin1Text(octets));
}

/** A character an octet, controls as they are: for readers that look for line ends before they show anything. */
export function latin1Text(octets: Uint8Array): string {
  const buffer = Buffer.isBuffer(octets) ? octets : Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  return buffer.toString('latin1');
}

/** The same for text: control characters as `\xNN`. A horizontal tab is kept, RFC 5321 4.2 allows it in reply text. */
export function escapeControls(text: string): string {
  let escaped = '';
  let kept = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (!isControl(code) || code === 0x09) continue;
    escaped += `${text.slice(kept, index)}\\x${code.toString(16).padStart(2, '0')}`;
    kept = index + 1;
  }
  return kept === 0 ? text : escaped + text.slice(kept);
}

/** C0 (with tab), DEL or C1: never legitimate inside a command, an address or a host name. */
export function isControl(code: number): boolean {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f);
}

/** A quotation short enough for one sentence; `limit` in characters. */
export function quoted(text: string, limit = 60): string {
  return text.length > limit ? `"${text.slice(0, limit)}…"` : `"${text}"`;
}
