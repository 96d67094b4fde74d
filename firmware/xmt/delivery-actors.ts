import { type EventObject, fromCallback, fromPromise } from 'xstate';
import { type Clock, type NetworkInterface, perform } from '../../device-model/index.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { readConnegReply } from '../capability/conneg-reply.ts';
import type { Filter } from '../capability/filter.ts';
import type { ImageCoding } from '../capability/image-coding.ts';
import { type Negotiation, negotiate } from '../capability/negotiate.ts';
import type { Repair } from '../capability/repairs.ts';
import type { TransferFormat } from '../capability/transfer-format.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import { buildFaxMessage } from '../mail/fax-message.ts';
import { type SettingValues, smtpTimeoutsOf } from '../settings/settings.ts';
import { runSession, type SmtpSession } from '../smtp/client/session.ts';
import type { CapabilityAnswers, SmtpPhase } from '../smtp/client/session-outcome.ts';
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
import { failure, mayTryNextAddress, sessionFailure } from './session-failure.ts';

/** How long the processor works on a page before it can be sent; *own design*. */
export const CODING_MS_PER_PAGE = 150;

/** The port that the maker's page names: "connect straight to the other machine's port 25" (manual p. 472). */
export const SMTP_PORT = 25;

/** What one delivery needs of its machine. */
export interface DeliveryServices {
  readonly clock: Clock;
  readonly network: NetworkInterface;
  readonly settings: () => SettingValues;
  readonly codings: readonly ImageCoding[];
  readonly messageId: string;
  readonly takeLine: (granted: () => void) => () => void;
  readonly preflight: () => Promise<PreflightResult>;
  readonly resolve: () => Promise<RouteResult>;
  readonly pages: () => Iterable<DocumentPage>;
  readonly pageForms: () => readonly Pick<DocumentPage, 'resolution' | 'paper'>[];
  readonly record: (outcome: RecordedOutcome) => Promise<Recorded>;
  readonly chosen: (format: TransferFormat) => Promise<void>;
  readonly onTranscript: (direction: 'C' | 'S', text: string, phase: SmtpPhase) => void;
  readonly onNegotiated: (negotiation: Negotiation, capability: PeerCapability) => void;
  readonly onCoded: (report: CodedPageReport) => void;
  readonly onProgress: (percent: number) => void;
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
  const peer: { filter: Filter | undefined; repairs: readonly Repair[] } = { filter: undefined, repairs: [] };
  const formats = new Map<string, TransferFormat>();
  let tiff: Uint8Array | undefined;

  const readCapability = (answers: CapabilityAnswers): PeerCapability => {
    peer.filter = undefined;
    peer.repairs = [];
    const answer = answers.answers[0];
    if (!answers.connegOffered) return { kind: 'not-offered', sentence: 'The far end does not offer CONNEG.' };
    if (answer === undefined || !answer.connegAnswered) {
      const refusal = answer?.connegRefusal;
      const told = refusal === undefined ? '' : ` with ${refusal.code}`;
      return { kind: 'none', sentence: `The far end offers CONNEG but refused it for this mailbox${told}.` };
    }
    const read = readConnegReply(answer.reply.lines, 'tolerant');
    if (read.kind === 'none') return { kind: 'none', sentence: 'The far end accepted CONNEG but told no capability.' };
    if (read.kind === 'unreadable') {
      return { kind: 'unreadable', sentence: `The far end's capability cannot be read: ${read.sentence}.` };
    }
    peer.filter = read.filter;
    peer.repairs = read.repairs;
    const repaired = read.repairs.length === 0 ? '' : `, ${read.repairs.length} misprint(s) repaired`;
    return { kind: 'capability', sentence: `The far end told its capability (${read.dialect} form${repaired}).` };
  };

  const chooseFormats = (): NegotiationResult => {
    const { noCommonFormat } = services.settings();
    let first: { format: TransferFormat; why: string } | undefined;
    for (const page of services.pageForms()) {
      const key = formKey(page);
      if (formats.has(key)) continue;
      const negotiation = negotiateFor(page, noCommonFormat === 'Profile S');
      if (!negotiation.ok) return { ok: false, failure: failure(INFO_CODES['no-common-format'], negotiation.why) };
      formats.set(key, negotiation.format);
      first ??= negotiation;
    }
    if (first === undefined)
      return { ok: false, failure: failure(INFO_CODES['stored-pages-lost'], 'No page is stored.') };
    return { ok: true, format: first.format, why: first.why };
  };

  const negotiateFor = (page: Pick<DocumentPage, 'resolution' | 'paper'>, orBaseline: boolean): Negotiation => {
    const ours = services.codings;
    const negotiation = negotiate({ page, ours, theirs: peer.filter, repairs: peer.repairs });
    return negotiation.ok || !orBaseline ? negotiation : negotiate({ page, ours, theirs: undefined });
  };

  return deliveryChart.provide({
    actors: {
      line: fromCallback<EventObject, DeliveryInput>(({ sendBack }) =>
        services.takeLine(() => sendBack({ type: 'line.granted' })),
      ),
      preflight: fromPromise(() => services.preflight()),
      resolve: fromPromise(() => services.resolve()),
      session: fromCallback<SessionCommand, { readonly delivery: DeliveryInput; readonly address: string }>(
        ({ sendBack, receive, input }) => {
          const session = openSession(input, readCapability, sendBack);
          receive(() => {
            if (tiff !== undefined) session.sendBody(message(input.delivery, tiff));
          });
          return () => session.abort();
        },
      ),
      negotiate: fromPromise<
        NegotiationResult,
        { readonly delivery: DeliveryInput; readonly capability: PeerCapability }
      >(async ({ input }) => {
        formats.clear();
        const page = services.pageForms()[0];
        const result = chooseFormats();
        if (page !== undefined) {
          services.onNegotiated(
            negotiateFor(page, services.settings().noCommonFormat === 'Profile S'),
            input.capability,
          );
        }
        if (result.ok) await services.chosen(result.format);
        return result;
      }),
      code: fromPromise(async () => {
        const pages = services.pageForms().length;
        tiff = await perform(services.clock, pages * CODING_MS_PER_PAGE, 'code the document', async () =>
          codeDocument(services.pages(), (page) => formats.get(formKey(page)) ?? unagreed(page), services.onCoded),
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
    capabilityOf: (answers: CapabilityAnswers) => PeerCapability,
    sendBack: (fact: SessionFact) => void,
  ): SmtpSession {
    const settings = services.settings();
    let octets = 1;
    return runSession(
      {
        clock: services.clock,
        network: services.network,
        to: { address: input.address, port: SMTP_PORT },
        clientName: `${settings.hostName}.${settings.domainName}`,
        reversePath: settings.machineAddress,
        forwardPaths: [input.delivery.forwardPath],
        timeouts: smtpTimeoutsOf(settings),
        transcript: services.onTranscript,
      },
      {
        onPhase: (phase) => {
          const fact = FACT_OF_PHASE[phase];
          if (fact !== undefined) sendBack(fact);
        },
        onCapability: (answers) => sendBack({ type: 'capability.received', capability: capabilityOf(answers) }),
        onProgress: (octetsSent) => {
          if (tiff !== undefined) octets = Math.max(1, Math.ceil(tiff.length * BASE64_GROWTH));
          services.onProgress(Math.min(100, Math.floor((octetsSent / octets) * 100)));
        },
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

  function message(delivery: DeliveryInput, octets: Uint8Array): AsyncIterable<Uint8Array> {
    const settings = services.settings();
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
      ...(settings.deliveryNotice === 'On' ? { dispositionNotificationTo: settings.machineAddress } : {}),
    });
  }
}

/** Four octets for three, and CRLF after every 76. */
const BASE64_GROWTH = (4 / 3) * (78 / 76);

function formKey(page: Pick<DocumentPage, 'resolution' | 'paper'>): string {
  return `${page.resolution.name} ${page.paper}`;
}

function unagreed(page: DocumentPage): never {
  throw new RangeError(
    `no transfer format was agreed for ${formKey(page)} (${RESOLUTIONS[page.resolution.name].name})`,
  );
}
