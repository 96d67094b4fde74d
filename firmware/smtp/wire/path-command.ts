import { type Mailbox, parseMailbox } from './mailbox.ts';
import { quoted } from './printable-text.ts';

/** A parameter without a value has `undefined` (RFC 5321 4.1.2: `esmtp-keyword ["=" esmtp-value]`). */
export interface PathParameter {
  /** Upper case. */
  readonly keyword: string;
  readonly value: string | undefined;
}

export type PathCommand =
  | {
      readonly ok: true;
      /** Source route taken off (RFC 5321 4.1.1.3); `''` is the null reverse-path, `postmaster` needs no domain. */
      readonly path: string;
      readonly mailbox: Mailbox | undefined;
      /** In their order; a keyword may stand there twice. */
      readonly parameters: readonly PathParameter[];
    }
  | { readonly ok: false; readonly sentence: string };

/** `A-d-l` of RFC 5321 4.1.2; a domain of it is not looked at closer, since it is ignored. */
const SOURCE_ROUTE = /^@[A-Za-z0-9.[\]:-]+(?:,@[A-Za-z0-9.[\]:-]+)*:/;
const PARAMETER = /^([A-Za-z0-9][A-Za-z0-9-]*)(?:=([!-<>-~]+))?$/;

/**
 * Reads `MAIL FROM:` or `RCPT TO:` with its path and parameters (RFC 5321 4.1.1.2, 4.1.1.3, 4.1.2), one octet a character.
 * Blanks after the colon and before the end are tolerated (RFC 5321 4.1.1: receivers SHOULD); everything else is the
 * grammar. Never throws.
 */
export function readPathCommand(verb: 'MAIL FROM' | 'RCPT TO', line: string): PathCommand {
  const colon = line.indexOf(':');
  const begun = line.slice(0, colon).trim().replace(/ +/, ' ');
  if (colon < 0 || begun.toUpperCase() !== verb) return fault(`expected ${verb}:<path>`);
  const rest = line.slice(colon + 1).trim();
  const end = endOfPath(rest);
  if (end === undefined) return fault(`the path ${quoted(rest)} is not closed; expected <local-part@domain>`);
  const tail = rest.slice(end + 1);
  if (tail !== '' && !/^[ \t]/.test(tail)) return fault(`expected a blank after the path, found ${quoted(tail)}`);
  const parameters: PathParameter[] = [];
  for (const word of tail.split(/[ \t]+/)) {
    if (word === '') continue;
    const [, keyword, value] = PARAMETER.exec(word) ?? [];
    if (keyword === undefined) return fault(`${quoted(word)} is not a parameter; expected KEYWORD or KEYWORD=value`);
    parameters.push({ keyword: keyword.toUpperCase(), value });
  }
  const path = rest.slice(1, end).replace(SOURCE_ROUTE, '');
  if (path === '' && verb === 'MAIL FROM') return { ok: true, path, mailbox: undefined, parameters };
  // RFC 5321 4.1.1.3: the one recipient without a domain, in any case.
  if (path.toLowerCase() === 'postmaster' && verb === 'RCPT TO') {
    return { ok: true, path, mailbox: undefined, parameters };
  }
  const parsed = parseMailbox(path, { ipv6: true });
  return parsed.ok ? { ok: true, path, mailbox: parsed.mailbox, parameters } : parsed;
}

/** Of the `>` that closes the path: not one inside a quoted string. */
function endOfPath(text: string): number | undefined {
  if (!text.startsWith('<')) return undefined;
  let inQuotes = false;
  for (let index = 1; index < text.length; index++) {
    const letter = text[index];
    if (inQuotes && letter === '\\') index++;
    else if (letter === '"') inQuotes = !inQuotes;
    else if (letter === '>' && !inQuotes) return index;
  }
  return undefined;
}

function fault(sentence: string): PathCommand {
  return { ok: false, sentence: `The command cannot be read: ${sentence}.` };
}
