import { type Board, type Clock, parseIpv4 } from '../../device-model/index.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import { fullyQualified } from '../lan/own-name-check.ts';
import type { Resolver } from '../lan/resolver.ts';
import { type Settings, smtpTimeoutsOf } from '../settings/settings.ts';
import { type Route, route } from '../smtp/client/route.ts';
import { runSession, type SmtpSession } from '../smtp/client/session.ts';
import type { SessionOutcome } from '../smtp/client/session-outcome.ts';
import { parseMailbox } from '../smtp/wire/mailbox.ts';
import type { Failure } from '../xmt/failure.ts';
import { routeFailure } from '../xmt/find-route.ts';
import { failure, mayTryNextAddress, sessionFailure } from '../xmt/session-failure.ts';
import type { NotificationMailer } from './notification-mailer.ts';

const SMTP_PORT = 25;

export interface SmtpMailerParts {
  readonly board: Board;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly resolver: () => Resolver;
}

/**
 * Delivers over SMTP: to No. 31 SMTP Server when it is set, else to the mail exchanges of the address's domain or to the
 * domain itself, as a fax goes. Addresses are tried in turn until one of them has answered EHLO.
 */
export class SmtpNotificationMailer implements NotificationMailer {
  readonly #parts: SmtpMailerParts;
  #session: SmtpSession | undefined;
  #stopped = false;

  constructor(parts: SmtpMailerParts) {
    this.#parts = parts;
  }

  async submit(message: Uint8Array, to: string): Promise<Failure | undefined> {
    const parsed = parseMailbox(to);
    if (!parsed.ok) return failure(INFO_CODES['bad-destination'], parsed.sentence);
    const found = await this.#route(parsed.mailbox.domain);
    if (!found.ok) return routeFailure(found);
    let failed: Failure | undefined;
    for (const address of found.addresses) {
      const outcome = await this.#call(address, message, to);
      if (outcome.kind === 'delivered') return undefined;
      failed = sessionFailure(outcome);
      if (!mayTryNextAddress(outcome)) break;
    }
    return failed;
  }

  stop(): void {
    this.#stopped = true;
    this.#session?.abort();
  }

  /** The mail server is one host, whatever its mail exchanges are (RFC 6409 3.1 says the same of submission). */
  async #route(domain: string): Promise<Route> {
    const { mailServer } = this.#parts.settings.values;
    const resolver = this.#parts.resolver();
    const ownName = fullyQualified(this.#parts.settings.values);
    if (mailServer === '') return await route(resolver, domain, ownName, { random: this.#parts.board.random });
    if (parseIpv4(mailServer) !== undefined) return await route(resolver, `[${mailServer}]`, ownName);
    const found = await resolver.addresses(mailServer);
    if (found.ok) return { ok: true, addresses: [...found.value], via: `No. 31 SMTP Server is ${mailServer}.` };
    const reason = found.reason === 'timed-out' ? 'timeout' : found.reason === 'nodata' ? 'no-address' : found.reason;
    return { ok: false, reason, sentence: `No. 31 SMTP Server: ${found.sentence}` };
  }

  #call(address: string, message: Uint8Array, to: string): Promise<SessionOutcome> {
    const { board, clock, settings } = this.#parts;
    return new Promise((resolve) => {
      const session = runSession(
        {
          clock,
          network: board.network,
          to: { address, port: SMTP_PORT },
          clientName: fullyQualified(settings.values),
          reversePath: '',
          forwardPaths: [to],
          timeouts: smtpTimeoutsOf(settings.values),
          transcript: (direction, text) => board.trace.write('smtp.line', { role: 'notification', direction, text }),
        },
        {
          onCapability: () => session.sendBody(whole(message)),
          onFinished: (outcome) => {
            this.#session = undefined;
            if (!this.#stopped) resolve(outcome);
          },
        },
      );
      this.#session = session;
    });
  }
}

async function* whole(message: Uint8Array): AsyncGenerator<Uint8Array> {
  yield message;
}
