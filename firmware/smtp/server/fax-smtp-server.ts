import type { Socket } from 'node:net';
import {
  SMTPServer,
  type SMTPServerAddress,
  type SMTPServerDataStream,
  type SMTPServerError,
  type SMTPServerSession,
} from 'smtp-server';
import type { Clock, LanConnection } from '../../../device-model/index.ts';
import { FaxSmtpConnection } from './fax-smtp-connection.ts';
import { collectMessage } from './message-collector.ts';
import type { ReceivedEnvelope, ReceivingHooks } from './receiving-hooks.ts';
import { SMTP_SERVER_LIMITS, type SmtpServerLimits } from './server-limits.ts';

export interface FaxSmtpServerSettings {
  readonly clock: Clock;
  /** Session ids: the machine's seeded generator, so that one seed gives one log. */
  readonly random: { hex(digits: number): string };
  /** In the greeting and in the first line of the EHLO reply. */
  readonly hostName: string;
  readonly hooks: ReceivingHooks;
  /** Whether CONNEG is offered (default yes); without it the parameter is refused with this code: 555 (RFC 5321) or 504 (RFC 4141). */
  readonly conneg?: boolean;
  readonly connegRefusalCode?: 504 | 555;
  readonly limits?: Partial<SmtpServerLimits>;
}

type Done = (error?: Error | null) => void;

/** Commands of the package that a fax machine does not have; WIZ would even be answered 200. */
const ABSENT_COMMANDS = ['AUTH', 'STARTTLS', 'WIZ', 'SHELL', 'KILL', 'XCLIENT', 'XFORWARD', 'LHLO'];
/** The parameters behind the EHLO keywords we list: SIZE (RFC 1870) and 8BITMIME (RFC 6152). */
const MAIL_PARAMETERS: ReadonlySet<string> = new Set(['SIZE', 'BODY']);

/**
 * The receiving side: the smtp-server package over connections that the machine's network module has accepted. It
 * never listens and is never closed by the package's own means, since both would leave the machine's LAN and clock.
 */
export class FaxSmtpServer extends SMTPServer {
  readonly #settings: FaxSmtpServerSettings;
  readonly #limits: SmtpServerLimits;
  readonly #lost = new Map<string, string>();

  constructor(settings: FaxSmtpServerSettings) {
    const limits = { ...SMTP_SERVER_LIMITS, ...settings.limits };
    super({
      name: settings.hostName,
      // RFC 5321 4.1.1.1: the reply begins with the server's name.
      heloResponse: '%s',
      disabledCommands: ABSENT_COMMANDS,
      authOptional: true,
      disableReverseLookup: true,
      // The client must see the capability before DATA, which pipelining would have sent already.
      hidePIPELINING: true,
      hideSMTPUTF8: true,
      // With it the package would put a status code before every line of the capability.
      hideENHANCEDSTATUSCODES: true,
      hideDSN: true,
      size: limits.messageOctets,
      rejectOversized: true,
      maxCommandLength: limits.commandOctets,
      maxRecipients: limits.recipients,
      socketTimeout: limits.idleMs,
      logger: false,
    });
    this.#settings = settings;
    this.#limits = limits;
  }

  accept(connection: LanConnection): void {
    // The package is typed for net.Socket; a LanConnection is as much of it as the package touches.
    this.connect(connection as unknown as Socket);
  }

  /** Says 421 to every client, as RFC 5321 3.8 has it for a server that goes down. */
  shutDown(): void {
    for (const connection of this.connections) if (connection instanceof FaxSmtpConnection) connection.leave();
  }

  override connect(socket: Socket): void {
    const { clock, hooks, random, conneg } = this.#settings;
    const id = random.hex(16);
    const connection = new FaxSmtpConnection(this, socket, {
      id,
      clock,
      limits: this.#limits,
      conneg: conneg ?? true,
      capabilityLines: (mailbox) => hooks.capabilityLines(mailbox),
      transcribe: (direction, text) => hooks.onTranscript?.(id, direction, text),
    });
    this.connections.add(connection);
    // Without a listener a client's reset inside a transaction would end the process.
    connection.on('error', (error: Error) => this.#lost.set(id, codeOf(error)));
    connection.init();
  }

  override onConnect(_session: SMTPServerSession, done: Done): void {
    done();
  }

  override onMailFrom(address: SMTPServerAddress, session: SMTPServerSession, done: Done): void {
    const unknown = parametersOf(address).find((name) => !MAIL_PARAMETERS.has(name));
    if (unknown !== undefined) done(refusal(555, `MAIL FROM parameter not recognized: ${unknown}`));
    else done(this.#sizeRefusal(address, session));
  }

  override onRcptTo(address: SMTPServerAddress, session: SMTPServerSession, done: Done): void {
    done(this.#parameterRefusal(address, session) ?? this.#mailboxRefusal(address.address));
  }

  override onData(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    done: (error?: Error | null, text?: string) => void,
  ): void {
    const { mailFrom, rcptTo } = session.envelope;
    const forwardPaths = rcptTo.map((recipient) => recipient.address);
    const envelope = envelopeOf(session, mailFrom === false ? '' : mailFrom.address, forwardPaths);
    collectMessage(stream, this.#limits.messageOctets, (octets, message) => {
      this.#settings.hooks.onTranscript?.(session.id, 'C', `(${octets} octets of message)`);
      // Too long: the package answers 552 whatever is said here (rejectOversized).
      if (message === undefined) done();
      else this.#decide(envelope, message, done);
    });
  }

  /** RFC 1870 6.1: told before the message is sent; without SIZE it is found out after DATA. */
  #sizeRefusal(address: SMTPServerAddress, session: SMTPServerSession): Error | null {
    const size = address.args === false ? undefined : address.args['SIZE'];
    if (typeof size !== 'string') return null;
    const refused = this.#settings.hooks.refusesSize?.(Number(size), envelopeOf(session, address.address, []));
    return refused === undefined ? null : refusal(refused.code, refused.text);
  }

  #decide(envelope: ReceivedEnvelope, message: Uint8Array, done: (error?: Error | null, text?: string) => void): void {
    this.#settings.hooks.onMessage(envelope, message).then(
      (verdict) => (verdict.accepted ? done(null, verdict.text) : done(refusal(verdict.code, verdict.text))),
      () => done(refusal(451, 'local error in processing, try again later')),
    );
  }

  #parameterRefusal(address: SMTPServerAddress, session: SMTPServerSession): Error | null {
    const { conneg = true, connegRefusalCode = 555 } = this.#settings;
    const conneged = conneg && session.openingCommand === 'EHLO';
    const unknown = parametersOf(address).find((name) => name !== 'CONNEG' || !conneged);
    if (unknown === undefined) return null;
    return refusal(unknown === 'CONNEG' ? connegRefusalCode : 555, `RCPT TO parameter not recognized: ${unknown}`);
  }

  #mailboxRefusal(mailbox: string): Error | null {
    const at = mailbox.lastIndexOf('@');
    const localPart = at < 0 ? mailbox : mailbox.slice(0, at);
    switch (this.#settings.hooks.knowsMailbox(localPart, at < 0 ? '' : mailbox.slice(at + 1))) {
      case 'known':
        return null;
      case 'unknown':
        return refusal(550, 'no such mailbox on this machine');
      case 'foreign':
        return refusal(550, 'not a mailbox of this machine, relaying is refused');
    }
  }

  override onClose(session: SMTPServerSession): void {
    const lost = this.#lost.get(session.id);
    this.#lost.delete(session.id);
    this.#settings.hooks.onSessionEnd?.(session.id, lost);
  }

  /** No TLS on this machine: a TLS context for every server would cost 0.7 ms and hold a key that is published. */
  override updateSecureContext(): void {
    this.secureContext = new Map();
  }
}

function envelopeOf(
  { id: sessionId, remoteAddress, hostNameAppearsAs: clientName }: SMTPServerSession,
  reversePath: string,
  forwardPaths: readonly string[],
): ReceivedEnvelope {
  return { sessionId, remoteAddress, clientName, reversePath, forwardPaths };
}

function parametersOf(address: SMTPServerAddress): readonly string[] {
  return address.args === false ? [] : Object.keys(address.args);
}

function refusal(responseCode: number, text: string): SMTPServerError {
  return Object.assign(new Error(text), { responseCode });
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
