import type { Socket } from 'node:net';
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';
import type { Alarm, Clock } from '../../../device-model/index.ts';
import { type PathCommand, readPathCommand } from '../wire/path-command.ts';
import { escapeControls, printableText } from '../wire/printable-text.ts';
import type { FaxSmtpServer } from './fax-smtp-server.ts';
import type { SmtpServerLimits } from './server-limits.ts';

export interface FaxSmtpConnectionSettings {
  readonly id: string;
  readonly clock: Clock;
  readonly limits: SmtpServerLimits;
  /** Answers RCPT ... CONNEG, and lists CONNEG in the EHLO reply. */
  readonly conneg: boolean;
  readonly capabilityLines: (mailbox: string) => readonly string[];
  readonly transcribe: (direction: 'C' | 'S', text: string) => void;
}

type ParsedPath = Exclude<ReturnType<SMTPConnection['_parseAddressCommand']>, false>;

/**
 * A session of the smtp-server package with CONNEG (RFC 4141), with every wait on the machine's clock, and with the
 * waits and counts the package leaves open. The package's own timers (100 ms before the greeting, 5 s after closing)
 * are never armed: `init` and `close` do without.
 */
export class FaxSmtpConnection extends SMTPConnection {
  readonly #settings: FaxSmtpConnectionSettings;
  #sessionAlarm: Alarm;
  #halfCloseAlarm: Alarm | undefined;
  #replyingTo: 'EHLO' | 'RCPT' | undefined;
  #mailbox = '';
  #errors = 0;
  #commands = 0;
  #leaving = false;

  constructor(server: FaxSmtpServer, socket: Socket, settings: FaxSmtpConnectionSettings) {
    super(server, socket, { id: settings.id });
    this.#settings = settings;
    this.#sessionAlarm = this.#alarmIn(settings.limits.sessionMs, 'session', () => this.#timeOver());
  }

  /** Greets at once; who has talked already, or comes when all sessions are taken, is sent away. */
  override init(): void {
    const talkedFirst = this._socket.readableLength > 0;
    this._setListeners(() => {
      const { sessions, sessionsPerPeer } = this.#settings.limits;
      const full = this._server.connections.size > sessions;
      if (talkedFirst) this.send(421, `${this.name} you talk too soon`, false);
      else if (this.#sessionsOfPeer() > sessionsPerPeer) {
        this.send(421, `${this.name} too many sessions from your address, try again later`, false);
      } else if (full) this.send(421, `${this.name} all sessions are taken, try again later`, false);
      else this.connectionReady();
    });
  }

  /** As the package's, with the wait for the client's side on the machine's clock. */
  override close(): void {
    if (!this._socket.destroyed && this._socket.writable) this._socket.end();
    this._server.connections.delete(this);
    if (this._closing) return;
    this._closing = true;
    this.#sessionAlarm.cancel();
    if (this._parser !== false) {
      this._socket.unpipe(this._parser);
      this._parser.isClosed = true;
    }
    if (this._socket.destroyed) return;
    // Unpiping paused the socket, and a paused socket never sees the client's FIN.
    this._socket.resume();
    this.#halfCloseAlarm = this.#alarmIn(this.#settings.limits.halfCloseMs, 'half-close', () => this._socket.destroy());
  }

  override _onClose(): void {
    this.#sessionAlarm.cancel();
    this.#halfCloseAlarm?.cancel();
    super._onClose();
  }

  /** For a server that goes down (RFC 5321 3.8); a message that is being decided on gets its reply first. */
  leave(): void {
    if (this.#deciding) this.#leaving = true;
    else this.send(421, `${this.name} is closing`);
  }

  /** A line past the limit is 500 (RFC 5321 4.5.3.1.10), and nothing after it can be told from it. */
  override _createParser(): ReturnType<SMTPConnection['_createParser']> {
    const parser = super._createParser();
    parser.removeAllListeners('error');
    parser.on('error', () => {
      this.send(500, 'line too long');
      this.send(421, `${this.name} closing connection`);
    });
    return parser;
  }

  override _parseAddressCommand(name: string, command: Buffer): ParsedPath | false {
    const read = readPathCommand(name === 'mail from' ? 'MAIL FROM' : 'RCPT TO', command.toString('latin1'));
    return read.ok && parsedPath(read);
  }

  /** RFC 5321 3.5.3 and 4.2.4: known, not carried out; a machine has no lists. */
  handler_EXPN(_command: Buffer, callback: () => void): void {
    this.send(502, 'EXPN is not implemented');
    callback();
  }

  override handler_HELP(_command: Buffer, callback: () => void): void {
    this.send(214, 'HELO EHLO MAIL RCPT DATA RSET NOOP VRFY HELP QUIT');
    callback();
  }

  /** RFC 5321 7.3: whether there is such a mailbox is told to RCPT only. */
  override handler_VRFY(command: Buffer, callback: () => void): void {
    if (/^\S+\s+\S/.test(command.toString('latin1'))) this.send(252, 'cannot verify, send a message to find out');
    else this.send(501, 'expected VRFY and a mailbox');
    callback();
  }

  override handler_EHLO(command: Buffer, callback: () => void): void {
    this.#replyingTo = 'EHLO';
    super.handler_EHLO(command, () => this.#replied(callback));
  }

  override handler_RCPT(command: Buffer, callback: () => void): void {
    // `CONNEG=` is no parameter at all (RFC 5321 4.1.2), and with a value it is not the one of RFC 4141 3.2.
    if (/\sCONNEG=/i.test(command.toString('latin1'))) {
      this.send(501, 'CONNEG takes no value');
      callback();
      return;
    }
    const parsed = this._parseAddressCommand('rcpt to', command);
    const asked = parsed !== false && parsed.args !== false && parsed.args['CONNEG'] !== undefined;
    this.#replyingTo = asked ? 'RCPT' : undefined;
    this.#mailbox = asked ? parsed.address : '';
    super.handler_RCPT(command, () => this.#replied(callback));
  }

  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    const text = this.#extended(code, data, context);
    if (!this._socket.destroyed && this._socket.readyState === 'open') {
      const lines = Array.isArray(text) ? text : [text ?? ''];
      for (const [index, line] of lines.entries()) {
        const separator = index < lines.length - 1 ? '-' : ' ';
        this.#settings.transcribe('S', escapeControls(`${code}${separator}${line}`.trimEnd()));
      }
    }
    super.send(code, text, context);
    if (this.#leaving && code !== 421 && !this._closing) {
      this.send(421, `${this.name} is closing`);
      return;
    }
    if (code < 500 || ++this.#errors < this.#settings.limits.errors || this._closing) return;
    this.send(421, `${this.name} too many errors, closing connection`);
  }

  override _onCommand(command: Buffer, callback?: () => void): void {
    this.#settings.transcribe('C', printableText(command));
    this.#commands += 1;
    if (this.#commands > this.#settings.limits.commands) {
      this.send(421, `${this.name} too many commands, closing connection`);
      return;
    }
    // The package has a count of its own of what it does not know; ours counts every error.
    this._unrecognizedCommands = 0;
    super._onCommand(command, callback);
  }

  #extended(code: number, data: string | string[] | null | undefined, context: string | false | undefined) {
    if (code !== 250 || !this.#settings.conneg) return data;
    if (this.#replyingTo === 'EHLO' && Array.isArray(data)) return [...data, 'CONNEG'];
    if (this.#replyingTo !== 'RCPT' || context !== 'RCPT_TO_OK') return data;
    return [`<${this.#mailbox}> recipient ok`, ...this.#settings.capabilityLines(this.#mailbox)];
  }

  /** Every octet of the message is here, its reply is not. */
  get #deciding(): boolean {
    return Boolean(this._dataStream) && this._parser !== false && !this._parser._dataMode;
  }

  #sessionsOfPeer(): number {
    let count = 0;
    for (const { remoteAddress } of this._server.connections) if (remoteAddress === this.remoteAddress) count += 1;
    return count;
  }

  #replied(callback: () => void): void {
    this.#replyingTo = undefined;
    callback();
  }

  /** A message that is all here and being decided on is not cut off: its client would send it again. */
  #timeOver(): void {
    if (this.#deciding)
      this.#sessionAlarm = this.#alarmIn(this.#settings.limits.idleMs, 'session', () => this.#timeOver());
    else this.send(421, `${this.name} the session has lasted too long, closing connection`);
  }

  #alarmIn(ms: number, label: string, callback: () => void): Alarm {
    const { clock } = this.#settings;
    return clock.alarm(clock.now() + ms, callback, `smtp server ${label}`);
  }
}

/** In the package's words: a parameter without a value is `true`. */
function parsedPath(read: Extract<PathCommand, { readonly ok: true }>): ParsedPath {
  const args: Record<string, string | true> = {};
  let duplicate: string | undefined;
  for (const { keyword, value } of read.parameters) {
    if (Object.hasOwn(args, keyword)) duplicate = keyword;
    args[keyword] = value ?? true;
  }
  return {
    address: read.path,
    args: read.parameters.length === 0 ? false : args,
    ...(duplicate === undefined ? {} : { duplicate }),
  };
}
