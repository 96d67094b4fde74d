import type { Alarm, Clock, Endpoint, LanConnection, NetworkInterface } from '../../../device-model/index.ts';
import { ReplyReader } from '../wire/reply-reader.ts';
import { BodySender } from './body-sender.ts';
import { Dialogue } from './dialogue.ts';
import type { DialogueAction, DialogueEvent, Envelope } from './dialogue-events.ts';
import type { CapabilityAnswers, SessionOutcome, SmtpPhase } from './session-outcome.ts';
import { SMTP_TIMEOUTS, type SmtpTimeouts, type TimeoutName } from './timeouts.ts';

export interface SessionSettings extends Envelope {
  readonly clock: Clock;
  readonly network: NetworkInterface;
  readonly to: Endpoint;
  /** Those of RFC 5321 where absent. */
  readonly timeouts?: Partial<SmtpTimeouts>;
  /** Every line both ways, without its line end and safe to show; the message as one line of summary. */
  readonly transcript?: (direction: 'C' | 'S', text: string, phase: SmtpPhase) => void;
}

export interface SessionListener {
  onPhase?(phase: SmtpPhase): void;
  /** At least one forward-path is accepted, nothing is decided yet: answer with `sendBody` or `abort`. */
  onCapability(answers: CapabilityAnswers): void;
  /** Octets of the message handed to the connection, doubled dots not counted. */
  onProgress?(octetsSent: number): void;
  /** Once, and the last call; never before `runSession` has returned. QUIT is still on its way then. */
  onFinished(outcome: SessionOutcome): void;
}

export interface SmtpSession {
  /**
   * The message, CRLF line ends, not dot-stuffed; `octets` when its size is known, to be compared with the server's limit.
   * Without effect before `onCapability`, after the outcome, and the second time.
   */
  sendBody(message: AsyncIterable<Uint8Array>, octets?: number): void;
  /** STOP: resets the connection, or says QUIT when no command is under way; without effect after the outcome. */
  abort(): void;
}

/** One direct transmission over one connection: binds the dialogue to a LAN connection and to alarms of the clock. */
export function runSession(settings: SessionSettings, listener: SessionListener): SmtpSession {
  return new ClientSession(settings, listener);
}

class ClientSession implements SmtpSession {
  readonly #settings: SessionSettings;
  readonly #listener: SessionListener;
  readonly #timeouts: SmtpTimeouts;
  readonly #dialogue: Dialogue;
  readonly #reader = new ReplyReader();
  readonly #connection: LanConnection;
  readonly #deadline: Alarm;
  readonly #events: DialogueEvent[] = [];
  #handling = false;
  #alarm: Alarm | undefined;
  #message: AsyncIterable<Uint8Array> | undefined;
  #body: BodySender | undefined;
  #capabilityTold = false;
  #repliesBehind = 0;
  #nextIsEarly = false;

  constructor(settings: SessionSettings, listener: SessionListener) {
    this.#settings = settings;
    this.#listener = listener;
    const { timeouts } = settings;
    this.#timeouts = timeouts === undefined ? SMTP_TIMEOUTS : { ...SMTP_TIMEOUTS, ...timeouts };
    this.#dialogue = new Dialogue(settings);
    this.#deadline = this.#alarmOf('session');
    this.#alarm = this.#alarmOf('connect');
    this.#connection = settings.network.connect(settings.to);
    this.#connection.setNoDelay(true);
    this.#connection.on('connect', () => this.#handle({ type: 'connected' }));
    this.#connection.on('data', (octets: Uint8Array) => this.#read(octets));
    this.#connection.on('error', (error: Error) => this.#handle({ type: 'connection.lost', code: codeOf(error) }));
    this.#connection.on('end', () => this.#handle({ type: 'connection.lost', code: 'EOF' }));
    this.#connection.on('close', () => this.#handle({ type: 'connection.lost', code: 'EOF' }));
  }

  sendBody(message: AsyncIterable<Uint8Array>, octets?: number): void {
    if (!this.#capabilityTold || this.#message !== undefined) return;
    this.#message = message;
    this.#handle({ type: 'message.provided', octets });
  }

  abort(): void {
    this.#handle({ type: 'abort' });
  }

  #read(octets: Uint8Array): void {
    const { lines, replies, error } = this.#reader.read(octets);
    for (const line of lines) this.#transcribe('S', line);
    this.#repliesBehind = replies.length;
    for (const reply of replies) {
      this.#repliesBehind--;
      this.#handle({ type: 'reply', reply, early: this.#nextIsEarly });
    }
    if (error !== undefined) this.#handle({ type: 'garbled', sentence: error });
  }

  /** Events that callbacks cause wait until the actions of the event at hand are done. */
  #handle(event: DialogueEvent): void {
    this.#events.push(event);
    if (this.#handling) return;
    this.#handling = true;
    try {
      for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) {
        for (const action of this.#dialogue.handle(next)) this.#perform(action);
      }
    } finally {
      this.#handling = false;
    }
  }

  #perform(action: DialogueAction): void {
    switch (action.type) {
      case 'phase':
        this.#endOfMessage();
        this.#listener.onPhase?.(action.phase);
        break;
      case 'wait':
        this.#alarm?.cancel();
        this.#alarm = action.timer === undefined ? undefined : this.#alarmOf(action.timer);
        break;
      case 'send':
        this.#transcribe('C', action.line);
        this.#nextIsEarly = this.#repliesBehind > 0 || this.#reader.pending;
        this.#connection.write(`${action.line}\r\n`, 'latin1');
        break;
      case 'capability':
        this.#capabilityTold = true;
        this.#listener.onCapability(action.answers);
        break;
      case 'send-message':
        this.#sendMessage();
        break;
      case 'finish':
        this.#deadline.cancel();
        this.#endOfMessage();
        this.#listener.onFinished(action.outcome);
        break;
      case 'close':
        if (action.manner === 'reset') this.#connection.destroy();
        else if (!this.#connection.writableEnded) this.#connection.end();
        break;
    }
  }

  #sendMessage(): void {
    if (this.#message === undefined) return;
    this.#nextIsEarly = this.#repliesBehind > 0 || this.#reader.pending;
    this.#body = new BodySender({
      clock: this.#settings.clock,
      connection: this.#connection,
      blockTimeoutMs: this.#timeouts.dataBlock,
      onProgress: (octetsSent) => this.#listener.onProgress?.(octetsSent),
      onEvent: (event) => this.#handle(event),
    });
    this.#body.start(this.#message);
  }

  /** The message in the transcript: one line, however it ended. */
  #endOfMessage(): void {
    const body = this.#body;
    if (body === undefined) return;
    this.#body = undefined;
    body.stop();
    const whole = this.#dialogue.phase !== 'body';
    const text = `(${body.octetsSent} octets of message${whole ? '' : ', then cut'})`;
    this.#settings.transcript?.('C', text, 'body');
  }

  #transcribe(direction: 'C' | 'S', text: string): void {
    this.#settings.transcript?.(direction, text, this.#dialogue.phase);
  }

  #alarmOf(timer: TimeoutName): Alarm {
    const { clock } = this.#settings;
    const ms = this.#timeouts[timer];
    return clock.alarm(clock.now() + ms, () => this.#handle({ type: 'time.over', timer, ms }), `smtp client ${timer}`);
  }
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
