import { type EventObject, fromCallback, fromPromise } from 'xstate';
import { type Clock, type NetworkInterface, perform } from '../../device-model/index.ts';
import type { CodingChoice } from '../capability/coding-choice.ts';
import type { Negotiation } from '../capability/negotiate.ts';
import type { TransferFormat } from '../capability/transfer-format.ts';
import type { HeaderLine } from '../imaging/header-line.ts';
import { buildFaxMessage, type FaxMessage } from '../mail/fax-message.ts';
import { localTime, twoDigits } from '../mail/rfc5322-date.ts';
import { type SettingValues, smtpTimeoutsOf } from '../settings/settings.ts';
import { runSession, type SmtpSession } from '../smtp/client/session.ts';
import type { SmtpPhase } from '../smtp/client/session-outcome.ts';
import { AgreedFormats } from './agreed-formats.ts';
import { failureFrom } from './chart-failures.ts';
import { type CodedPageReport, codeDocument, type DocumentPage } from './code-document.ts';
import { deliveryChart } from './delivery-chart.ts';
import type {
  DeliveryInput,
  NegotiationResult,
  PeerCapability,
  PreflightResult,
  Recorded,
  RecordedOutcome,
  RouteResult,
  SessionCommand,
  SessionFact,
} from './delivery-language.ts';
import { asksNotice } from './delivery-notice.ts';
import { mailServerCapability, type ReadCapability, readCapability, unknownCapability } from './read-capability.ts';
import { mayTryNextAddress, sessionFailure } from './session-failure.ts';

/** How long the processor works on a page before it can be sent; *own design*. */
export const CODING_MS_PER_PAGE = 150;

/** The port that the maker's page names: "connect straight to the other machine's port 25" (manual p. 472). */
export const SMTP_PORT = 25;

/** What one delivery needs of its machine. */
export interface DeliveryServices {
  readonly clock: Clock;
  readonly network: NetworkInterface;
  readonly settings: () => SettingValues;
  readonly codingChoice: () => CodingChoice;
  readonly messageId: string;
  readonly via: 'mail-server' | undefined;
  /** Of the message, before its form is known; for MAIL ... SIZE. */
  readonly estimatedOctets: () => number;
  /** Keeps what the far end told; puts what it told earlier in the place of nothing. */
  readonly remembered: (theirs: ReadCapability) => Promise<ReadCapability>;
  readonly takeLine: (granted: () => void) => () => void;
  readonly preflight: () => Promise<PreflightResult>;
  readonly resolve: () => Promise<RouteResult>;
  readonly pages: () => Iterable<DocumentPage>;
  readonly pageForms: () => readonly Pick<DocumentPage, 'resolution' | 'paper'>[];
  readonly record: (outcome: RecordedOutcome) => Promise<Recorded>;
  readonly chosen: (format: TransferFormat) => Promise<void>;
  readonly onTranscript: (direction: 'C' | 'S', text: string, phase: SmtpPhase) => void;
  readonly onNegotiated: (negotiation: Negotiation, capability: ReadCapability) => void;
  readonly onCoded: (report: CodedPageReport) => void;
  readonly onProgress: (percent: number) => void;
  readonly onMessage: (message: FaxMessage) => void;
}

/** The facts that the beginning of a phase tells the chart. */
const FACT_OF_PHASE: Readonly<Partial<Record<SmtpPhase, SessionFact>>> = {
  greeting: { type: 'connection.opened' },
  ehlo: { type: 'greeting.received' },
  mail: { type: 'ehlo.answered' },
  rcpt: { type: 'originator.accepted' },
  body: { type: 'data.invited' },
  'final-dot': { type: 'body.sent' },
};

/** The delivery chart with hands: every actor bound to one machine and one destination. */
export function deliveryMachine(services: DeliveryServices) {
  const formats = new AgreedFormats();
  let peer: ReadCapability | undefined;
  let tiff: Uint8Array | undefined;
  let messageOctets = 1;
  /** As the guard has passed them: what is changed under an attempt takes effect after it. */
  let settings = services.settings();

  return deliveryChart.provide({
    actors: {
      line: fromCallback<EventObject, DeliveryInput>(({ sendBack }) =>
        services.takeLine(() => sendBack({ type: 'line.granted' })),
      ),
      preflight: fromPromise(async () => {
        const result = await services.preflight();
        settings = services.settings();
        return result;
      }),
      resolve: fromPromise(() => services.resolve()),
      session: fromCallback<SessionCommand, { readonly delivery: DeliveryInput; readonly address: string }>(
        ({ sendBack, receive, input }) => {
          const session = openSession(input, sendBack);
          receive(() => {
            if (tiff === undefined) return;
            try {
              const message = messageOf(input.delivery, tiff);
              messageOctets = message.octets;
              services.onMessage(message);
              session.sendBody(message, message.octets);
            } catch (error) {
              sendBack({ type: 'session.failed', failure: failureFrom(error), tryNextAddress: false });
            }
          });
          return () => session.abort();
        },
      ),
      negotiate: fromPromise<
        NegotiationResult,
        { readonly delivery: DeliveryInput; readonly capability: PeerCapability }
      >(async ({ input }) => {
        const whenNothingInCommon = settings.noCommonFormat;
        const asked = peer ?? unknownCapability(input.capability.kind, input.capability.sentence);
        const theirs = await services.remembered(asked);
        const { result, told } = formats.agree(
          services.pageForms(),
          services.codingChoice(),
          theirs,
          whenNothingInCommon,
        );
        if (told !== undefined) services.onNegotiated(told, theirs);
        if (result.ok) await services.chosen(result.format);
        return result;
      }),
      code: fromPromise(async () => {
        const pages = services.pageForms().length;
        tiff = await perform(services.clock, pages * CODING_MS_PER_PAGE, 'code the document', async () =>
          codeDocument(services.pages(), (page) => formats.of(page), services.onCoded, headerLine()),
        );
      }),
      record: fromPromise<Recorded, { readonly delivery: DeliveryInput; readonly outcome: RecordedOutcome }>(
        async ({ input }) => {
          tiff = undefined;
          return await services.record(input.outcome);
        },
      ),
    },
  });

  function openSession(
    input: { readonly delivery: DeliveryInput; readonly address: string },
    sendBack: (fact: SessionFact) => void,
  ): SmtpSession {
    return runSession(
      {
        clock: services.clock,
        network: services.network,
        to: { address: input.address, port: SMTP_PORT },
        clientName: `${settings.hostName}.${settings.domainName}`,
        reversePath: settings.machineAddress,
        forwardPaths: [input.delivery.forwardPath],
        ...(services.via === undefined ? {} : { mailServer: settings.mailServerGreeting }),
        estimatedOctets: services.estimatedOctets(),
        timeouts: smtpTimeoutsOf(settings),
        transcript: services.onTranscript,
      },
      {
        onPhase: (phase) => {
          const fact = FACT_OF_PHASE[phase];
          if (fact !== undefined) sendBack(fact);
        },
        onCapability: (answers) => {
          peer = services.via === undefined ? readCapability(answers) : mailServerCapability();
          sendBack({ type: 'capability.received', capability: { kind: peer.kind, sentence: peer.sentence } });
        },
        onProgress: (octetsSent) => services.onProgress(Math.min(100, Math.floor((octetsSent / messageOctets) * 100))),
        onFinished: (outcome) => {
          if (outcome.kind === 'delivered') sendBack({ type: 'delivery.confirmed' });
          else if (outcome.kind !== 'aborted' || outcome.sentence !== undefined) {
            const tryNextAddress = mayTryNextAddress(outcome);
            sendBack({ type: 'session.failed', failure: sessionFailure(outcome), tryNextAddress });
          }
        },
      },
    );
  }

  /** Fax parameter 911; the date is that of this attempt. */
  function headerLine(): ((page: number) => HeaderLine) | undefined {
    if (settings.headerLine === 'Off') return undefined;
    const { year, monthName, day, hour, minute } = localTime(services.clock.calendar(), settings.timeZoneOffset);
    const left = `${twoDigits(day)}-${monthName.toUpperCase()}-${year} ${twoDigits(hour)}:${twoDigits(minute)}`;
    const pages = services.pageForms().length;
    return (page) => ({ left, middle: settings.machineAddress, right: `P. ${page}/${pages}` });
  }

  function messageOf(delivery: DeliveryInput, octets: Uint8Array): FaxMessage {
    return buildFaxMessage({
      from: settings.machineAddress,
      to: [delivery.forwardPath],
      date: services.clock.calendar(),
      zoneOffsetMinutes: settings.timeZoneOffset,
      messageId: services.messageId,
      ...(settings.subject === '' ? {} : { subject: settings.subject }),
      tiff: octets,
      pageCount: services.pageForms().length,
      mediaType: 'image/tiff',
      ...(asksNotice(settings, services.via) ? { dispositionNotificationTo: settings.machineAddress } : {}),
    });
  }
}
