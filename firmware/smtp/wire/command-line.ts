import { MAILBOX_LIMITS, parseMailbox } from './mailbox.ts';
import { quoted } from './printable-text.ts';

/** RFC 5321 4.5.3.1.4, CRLF included. */
export const COMMAND_LINE_OCTETS = 512;

export type Command =
  | { readonly verb: 'EHLO' | 'HELO'; readonly name: string }
  /** `''` is the null reverse-path of notifications (RFC 5321 4.5.5). */
  /** `size`: octets of the message, an estimate (RFC 1870 4); only to a server that offered SIZE. */
  | { readonly verb: 'MAIL'; readonly reversePath: string; readonly size?: number | undefined }
  /** CONNEG: RFC 4141 section 3; only to a server that offered it. */
  | { readonly verb: 'RCPT'; readonly forwardPath: string; readonly conneg: boolean }
  | { readonly verb: 'DATA' | 'RSET' | 'QUIT' };

export type CommandLine =
  /** The line without its CRLF, printable ASCII. */
  { readonly ok: true; readonly line: string } | { readonly ok: false; readonly sentence: string };

/**
 * Builds a command line (RFC 5321 4.1.1). The one place where text from address books and settings meets the wire:
 * a path must be a whole mailbox and a name one printable word, so no CR, LF, `>` or blank can add a command or a parameter.
 */
export function commandLine(command: Command): CommandLine {
  switch (command.verb) {
    case 'EHLO':
    case 'HELO':
      return nameFault(command.name) ?? checked(`${command.verb} ${command.name}`);
    case 'MAIL':
      return (
        (command.reversePath === '' ? undefined : pathFault(command.reversePath)) ??
        checked(`MAIL FROM:<${command.reversePath}>${command.size === undefined ? '' : ` SIZE=${command.size}`}`)
      );
    case 'RCPT':
      return (
        pathFault(command.forwardPath) ?? checked(`RCPT TO:<${command.forwardPath}>${command.conneg ? ' CONNEG' : ''}`)
      );
    case 'DATA':
    case 'RSET':
    case 'QUIT':
      return { ok: true, line: command.verb };
  }
}

function pathFault(path: string): CommandLine | undefined {
  const parsed = parseMailbox(path);
  return parsed.ok ? undefined : parsed;
}

function nameFault(name: string): CommandLine | undefined {
  if (name.length > MAILBOX_LIMITS.domain) {
    return {
      ok: false,
      sentence: `The own name has ${name.length} octets; expected at most ${MAILBOX_LIMITS.domain}.`,
    };
  }
  if (/^[!-~]+$/.test(name)) return undefined;
  return { ok: false, sentence: `The own name ${quoted(JSON.stringify(name))} is not one word of printable ASCII.` };
}

function checked(line: string): CommandLine {
  const octets = line.length + 2;
  if (octets <= COMMAND_LINE_OCTETS) return { ok: true, line };
  return {
    ok: false,
    sentence: `The command ${quoted(line, 20)} has ${octets} octets; expected at most ${COMMAND_LINE_OCTETS}.`,
  };
}
