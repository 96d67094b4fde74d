import type { Socket } from 'node:net';
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';
import type { Alarm, Clock } from '../../../device-model/index.ts';
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

  constructor(server: FaxSmtpServer, socket: Socket, settings: FaxSmtpConnectionSettings) {
    super(server, socket, { id: settings.id });
    this.#settings = settings;
    this.#sessionAlarm = this.#alarmIn(settings.limits.sessionMs, 'session', () => this.#timeOver());
  }

  /** Greets at once; who has talked already, or comes when all sessions are taken, is sent away. */
  override init(): void {
    const talkedFirst = this._socket.readableLength > 0;
    this._setListeners(() => {
      const full = this._server.connections.size > this.#settings.limits.sessions;
      if (talkedFirst) this.send(421, `${this.name} you talk too soon`, false);
      else if (full) this.send(421, `${this.name} all sessions are taken, try again later`, false);
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

  override handler_EHLO(command: Buffer, callback: () => void): void {
    this.#replyingTo = 'EHLO';
    super.handler_EHLO(command, () => this.#replied(callback));
  }

  override handler_RCPT(command: Buffer, callback: () => void): void {
    const parsed = this._parseAddressCommand('rcpt to', command);
    const asked = parsed !== false && parsed.args !== false && parsed.args['CONNEG'] !== undefined;
    // The package reads `CONNEG=` as the bare keyword; RFC 5321 4.1.2 wants a value after the equals sign, RFC 4141 none.
    if (asked && /\sCONNEG=/i.test(command.toString('latin1'))) {
      this.send(501, 'CONNEG takes no value');
      callback();
      return;
    }
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
    if (code < 500 || ++this.#errors < this.#settings.limits.errors || this._closing) return;
    this.send(421, `${this.name} too many errors, closing connection`);
  }

  override _onCommand(command: Buffer, callback?: () => void): void {
    this.#settings.transcribe('C', printableText(command));
    super._onCommand(command, callback);
  }

  #extended(code: number, data: string | string[] | null | undefined, context: string | false | undefined) {
    if (code !== 250 || !this.#settings.conneg) return data;
    if (this.#replyingTo === 'EHLO' && Array.isArray(data)) return [...data, 'CONNEG'];
    if (this.#replyingTo !== 'RCPT' || context !== 'RCPT_TO_OK') return data;
    return [`<${this.#mailbox}> recipient ok`, ...this.#settings.capabilityLines(this.#mailbox)];
  }

  #replied(callback: () => void): void {
    this.#replyingTo = undefined;
    callback();
  }

  /** A message that is all here and being decided on is not cut off: its client would send it again. */
  #timeOver(): void {
    const deciding = this._dataStream && this._parser !== false && !this._parser._dataMode;
    if (deciding) this.#sessionAlarm = this.#alarmIn(this.#settings.limits.idleMs, 'session', () => this.#timeOver());
    else this.send(421, `${this.name} the session has lasted too long, closing connection`);
  }

  #alarmIn(ms: number, label: string, callback: () => void): Alarm {
    const { clock } = this.#settings;
    return clock.alarm(clock.now() + ms, callback, `smtp server ${label}`);
  }
}
