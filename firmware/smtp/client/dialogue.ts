import { type Command, commandLine } from '../wire/command-line.ts';
import { quoted } from '../wire/printable-text.ts';
import { type Reply, replyClass, replyText } from '../wire/reply.ts';
import { sizeLimit } from '../wire/size-limit.ts';
import type { DialogueAction, DialogueEvent, Envelope } from './dialogue-events.ts';
import type { RecipientAnswer, SessionOutcome, SmtpPhase } from './session-outcome.ts';
import type { TimeoutName } from './timeouts.ts';

/** Codes after which RCPT is tried without CONNEG: what servers say to a parameter they don't know (RFC 4141 504, RFC 5321 555, older 501 and 503). */
const CONNEG_REFUSALS: ReadonlySet<number> = new Set([501, 503, 504, 555]);
/** A server without ESMTP (RFC 5321 3.2): HELO instead, and no extension. */
const EHLO_UNKNOWN: ReadonlySet<number> = new Set([500, 502]);
/** RFC 5321 4.1.1.4 knows this one only; no octet of the message goes out on anything else. */
const START_MAIL_INPUT = 354;
/** The server closes after it (RFC 5321 3.8): no QUIT. */
const CLOSING = 421;

/**
 * The SMTP client's side of one direct transmission (RFC 5321, RFC 4141), without sockets and clocks: events in,
 * actions out. One command at a time, since the capability must be known before DATA: never pipelined.
 */
export class Dialogue {
  readonly #envelope: Envelope;
  #phase: SmtpPhase = 'connecting';
  #state: 'asked' | 'deciding' | 'sending' | 'finished' = 'asked';
  #helo = false;
  #ehloKeywords: readonly string[] = [];
  #connegOffered = false;
  #sizeLimit: ReturnType<typeof sizeLimit>;
  #answers: readonly RecipientAnswer[] = [];
  #connegRefusal: Reply | undefined;
  #finalDotSent = false;
  #quitAnswered = false;

  constructor(envelope: Envelope) {
    this.#envelope = envelope;
  }

  get phase(): SmtpPhase {
    return this.#phase;
  }

  handle(event: DialogueEvent): readonly DialogueAction[] {
    if (this.#state === 'finished') return this.#afterOutcome(event);
    switch (event.type) {
      case 'connected':
        return this.#connected();
      case 'reply':
        return this.#reply(event.reply, event.early === true);
      case 'garbled':
        return this.#protocolError(event.sentence);
      case 'message.provided':
        return this.#state === 'deciding' ? this.#messageProvided(event.octets) : [];
      case 'message.failed':
        return this.#lose({ kind: 'aborted', ...this.#where(), sentence: event.sentence });
      case 'final-dot.handed-over':
        this.#finalDotSent = true;
        return [];
      case 'final-dot.taken':
        this.#state = 'asked';
        return [...this.#enter('final-dot'), { type: 'wait', timer: 'finalDot' }];
      case 'time.over':
        return this.#lose({ kind: 'timed-out', ...this.#where(), ms: event.ms, timer: event.timer });
      case 'connection.lost':
        return this.#lose({ kind: 'connection-lost', ...this.#where(), code: event.code });
      case 'abort':
        return this.#aborted();
    }
  }

  /** Between two commands the call is ended in order (RFC 5321 4.1.1.10); in the middle of one it is cut. */
  #aborted(): readonly DialogueAction[] {
    const outcome = { kind: 'aborted', ...this.#where() } as const;
    return this.#state === 'deciding' ? this.#finishAndQuit(outcome) : this.#lose(outcome);
  }

  /** A command that cannot be built is found before the far end is spoken to. */
  #connected(): readonly DialogueAction[] {
    const { clientName, reversePath, forwardPaths } = this.#envelope;
    const sentence =
      forwardPaths.length === 0
        ? 'The envelope has no forward-path; expected at least one.'
        : [
            commandLine({ verb: 'EHLO', name: clientName }),
            commandLine({ verb: 'MAIL', reversePath }),
            ...forwardPaths.map((forwardPath) => commandLine({ verb: 'RCPT', forwardPath, conneg: true })),
          ].find((built) => !built.ok)?.sentence;
    if (sentence !== undefined) return this.#lose({ kind: 'aborted', ...this.#where(), sentence });
    return [...this.#enter('greeting'), { type: 'wait', timer: 'greeting' }];
  }

  #reply(reply: Reply, early: boolean): readonly DialogueAction[] {
    if (reply.code === CLOSING) return this.#closedByFarEnd(reply);
    if (early || this.#state !== 'asked' || this.#phase === 'connecting') {
      return this.#protocolError(
        `The far end sent ${quoted(replyText(reply))} before it was asked; expected it to wait.`,
      );
    }
    const found = replyClass(reply);
    const wanted = this.#phase === 'data' ? 'intermediate' : 'completion';
    if (found === 'transient-failure' || found === 'permanent-failure') return this.#refusal(reply);
    if (found !== wanted || (this.#phase === 'data' && reply.code !== START_MAIL_INPUT)) {
      const expected = this.#phase === 'data' ? '354' : this.#phase === 'greeting' ? '220' : '250';
      return this.#protocolError(
        `The far end answered ${quoted(replyText(reply))} in phase ${this.#phase}; expected ${expected} or a refusal.`,
      );
    }
    return this.#accepted(reply);
  }

  #accepted(reply: Reply): readonly DialogueAction[] {
    switch (this.#phase) {
      case 'greeting':
        this.#helo = this.#envelope.mailServer === 'HELO';
        return this.#command('ehlo', 'ehlo', { verb: this.#helo ? 'HELO' : 'EHLO', name: this.#envelope.clientName });
      case 'ehlo':
        // The first line is the server's name (RFC 5321 4.1.1.1); after HELO there are no extensions.
        this.#offered(this.#helo ? [] : reply.lines.slice(1).map((line) => line.trim().toUpperCase()));
        return this.#command('mail', 'mail', this.#mail());
      case 'mail':
        return this.#nextRecipient();
      case 'rcpt':
        return this.#answered(reply, true);
      case 'data':
        this.#state = 'sending';
        return [...this.#enter('body'), { type: 'wait', timer: undefined }, { type: 'send-message' }];
      case 'final-dot':
        return this.#finishAndQuit({ kind: 'delivered', reply });
      case 'connecting':
      case 'body':
      case 'quit':
        return [];
    }
  }

  #refusal(reply: Reply): readonly DialogueAction[] {
    if (this.#phase === 'ehlo' && !this.#helo && EHLO_UNKNOWN.has(reply.code)) {
      this.#helo = true;
      return this.#command('ehlo', 'ehlo', { verb: 'HELO', name: this.#envelope.clientName });
    }
    if (this.#phase !== 'rcpt') return this.#refused(reply);
    if (this.#askedConneg && CONNEG_REFUSALS.has(reply.code)) {
      this.#connegRefusal = reply;
      return this.#nextRecipient();
    }
    return this.#answered(reply, false);
  }

  #offered(keywords: readonly string[]): void {
    this.#ehloKeywords = keywords;
    this.#connegOffered =
      this.#envelope.mailServer === undefined && keywords.some((line) => /^CONNEG(?!\S)/.test(line));
    this.#sizeLimit = sizeLimit(keywords);
  }

  /** Never more than the server says it takes: the estimate must not be what a message is refused for. */
  #mail(): Command {
    const { reversePath, estimatedOctets } = this.#envelope;
    const size = this.#sizeLimit;
    if (size === undefined || estimatedOctets === undefined) return { verb: 'MAIL', reversePath };
    return { verb: 'MAIL', reversePath, size: Math.min(estimatedOctets, size.octets) };
  }

  #messageProvided(octets: number | undefined): readonly DialogueAction[] {
    const limit = this.#sizeLimit?.octets ?? Number.POSITIVE_INFINITY;
    if (octets === undefined || octets <= limit) return this.#command('data', 'data', { verb: 'DATA' });
    return this.#finishAndQuit({ kind: 'too-big', phase: this.#phase, octets, limit });
  }

  get #askedConneg(): boolean {
    return this.#connegOffered && this.#connegRefusal === undefined;
  }

  #nextRecipient(): readonly DialogueAction[] {
    const forwardPath = this.#envelope.forwardPaths[this.#answers.length];
    if (forwardPath !== undefined)
      return this.#command('rcpt', 'rcpt', { verb: 'RCPT', forwardPath, conneg: this.#askedConneg });
    const accepted = this.#answers.some((answer) => answer.accepted);
    const last = this.#answers.at(-1);
    if (!accepted && last !== undefined) return this.#refused(last.reply, this.#answers);
    this.#state = 'deciding';
    const answers = { connegOffered: this.#connegOffered, answers: this.#answers, ehloKeywords: this.#ehloKeywords };
    return [
      { type: 'wait', timer: undefined },
      { type: 'capability', answers },
    ];
  }

  #answered(reply: Reply, accepted: boolean): readonly DialogueAction[] {
    const forwardPath = this.#envelope.forwardPaths[this.#answers.length] ?? '';
    const answer = { forwardPath, reply, accepted, connegAnswered: accepted && this.#askedConneg };
    const connegRefusal = this.#connegRefusal;
    this.#answers = [...this.#answers, connegRefusal === undefined ? answer : { ...answer, connegRefusal }];
    this.#connegRefusal = undefined;
    return this.#nextRecipient();
  }

  #command(phase: SmtpPhase, timer: TimeoutName, command: Command): readonly DialogueAction[] {
    const built = commandLine(command);
    if (!built.ok) return this.#lose({ kind: 'aborted', ...this.#where(), sentence: built.sentence });
    this.#state = 'asked';
    return [...this.#enter(phase), { type: 'send', line: built.line }, { type: 'wait', timer }];
  }

  #enter(phase: SmtpPhase): readonly DialogueAction[] {
    if (phase === this.#phase) return [];
    this.#phase = phase;
    return [{ type: 'phase', phase }];
  }

  #where(): { readonly phase: SmtpPhase; readonly finalDotSent: boolean } {
    return { phase: this.#phase, finalDotSent: this.#finalDotSent };
  }

  #protocolError(sentence: string): readonly DialogueAction[] {
    return this.#lose({ kind: 'protocol-error', ...this.#where(), sentence });
  }

  #refused(reply: Reply, answers?: readonly RecipientAnswer[]): readonly DialogueAction[] {
    const refused = { kind: 'refused', phase: this.#phase, reply } as const;
    return this.#finishAndQuit(answers === undefined ? refused : { ...refused, answers });
  }

  #closedByFarEnd(reply: Reply): readonly DialogueAction[] {
    const outcome = { kind: 'refused', phase: this.#phase, reply } as const;
    return [...this.#finish(outcome), { type: 'close', manner: 'end' }, { type: 'wait', timer: 'quit' }];
  }

  #lose(outcome: SessionOutcome): readonly DialogueAction[] {
    return [...this.#finish(outcome), { type: 'close', manner: 'reset' }];
  }

  /** RFC 5321 4.1.1.10: a client does not close before QUIT is answered. The outcome is told first: QUIT only tidies up. */
  #finishAndQuit(outcome: SessionOutcome): readonly DialogueAction[] {
    return [
      ...this.#enter('quit'),
      ...this.#finish(outcome),
      { type: 'send', line: 'QUIT' },
      { type: 'wait', timer: 'quit' },
    ];
  }

  #finish(outcome: SessionOutcome): readonly DialogueAction[] {
    this.#state = 'finished';
    return [
      { type: 'wait', timer: undefined },
      { type: 'finish', outcome },
    ];
  }

  #afterOutcome(event: DialogueEvent): readonly DialogueAction[] {
    switch (event.type) {
      case 'reply':
        // Nothing more is owed: who talks on does not get to fill the transcript.
        if (this.#quitAnswered)
          return [
            { type: 'wait', timer: undefined },
            { type: 'close', manner: 'reset' },
          ];
        this.#quitAnswered = true;
        // The wait goes on: a far end that never closes its side is reset when the time for QUIT is over.
        return [{ type: 'close', manner: 'end' }];
      case 'garbled':
      case 'time.over':
      case 'connection.lost':
        return [
          { type: 'wait', timer: undefined },
          { type: 'close', manner: 'reset' },
        ];
      case 'connected':
      case 'message.provided':
      case 'message.failed':
      case 'final-dot.handed-over':
      case 'final-dot.taken':
      case 'abort':
        return [];
    }
  }
}
