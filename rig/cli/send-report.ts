import type { TraceEvent, TraceValue } from '../../device-model/index.ts';
import type { JournalEntry } from '../../firmware/index.ts';
import { stageTimes } from './stage-times.ts';
import { traceText } from './trace-text.ts';

/** What became of one destination. */
export interface DestinationReport {
  readonly to: string;
  readonly delivered: boolean;
  /** `OK` or the three digits of the info code. */
  readonly result: string;
  readonly pages: number;
  readonly messageId: string | undefined;
  readonly detail: string | undefined;
  /** Every attempt's failure, in order; the last one decides. */
  readonly failures: readonly { readonly infoCode: TraceValue; readonly sentence: TraceValue }[];
  readonly route: TraceValue | undefined;
  /** OK means no more than that the mail server took it. */
  readonly byMailServer: boolean;
  readonly format: TraceValue | undefined;
  readonly why: TraceValue | undefined;
  /** How the format came about. */
  readonly negotiation: TraceValue | undefined;
  readonly codedPages: readonly { readonly page: TraceValue; readonly octets: TraceValue; readonly pels: TraceValue }[];
}

/** What `dpsim send --json` prints: the last destination to end, and each of them; `story` is the same for people. */
export interface SendReport extends DestinationReport {
  /** To every destination. */
  readonly delivered: boolean;
  readonly destinations: readonly DestinationReport[];
  readonly stagesMs: Readonly<Record<string, number>>;
  readonly dialogue: readonly string[];
  readonly story: readonly string[];
}

const NOTHING = { result: '999', address: '', pages: 0 } as const;

/** A view of the event log and the journal of the one machine. */
export function sendReport(events: readonly TraceEvent[], journal: readonly JournalEntry[]): SendReport {
  const entries = journal.length === 0 ? [NOTHING] : journal;
  const destinations = entries.map((entry) => destinationReport(events, entry));
  const [machine] = events.filter(({ event }) => event === 'power.on').map((event) => event.machine);
  const lines = events.filter(({ event }) => event === 'smtp.line').map(({ data }) => data);
  return {
    ...(destinations.at(-1) ?? destinationReport(events, NOTHING)),
    delivered: destinations.every(({ delivered }) => delivered),
    destinations,
    stagesMs: Object.fromEntries(stageTimes(events, machine ?? '').map(({ stage, ms }) => [stage, ms])),
    dialogue: lines.map(({ direction, text }) => `${traceText(direction)}: ${traceText(text)}`),
    story: destinations.flatMap(storyOf),
  };
}

function destinationReport(
  events: readonly TraceEvent[],
  entry: Pick<JournalEntry, 'address' | 'detail' | 'messageId' | 'pages' | 'result'>,
): DestinationReport {
  const told = (name: string): readonly TraceEvent['data'][] =>
    events.filter(({ event, data }) => event === name && data['forwardPath'] === entry.address).map(({ data }) => data);
  const negotiated = told('format.negotiated').at(-1);
  const found = told('route.found').at(-1);
  return {
    to: entry.address,
    delivered: entry.result === 'OK',
    result: entry.result,
    pages: entry.pages,
    messageId: entry.messageId,
    detail: entry.detail,
    failures: told('attempt.failed').map(({ infoCode = null, sentence = null }) => ({ infoCode, sentence })),
    route: found?.['via'] ?? found?.['sentence'],
    byMailServer: found?.['mailServer'] === true,
    format: negotiated?.['format'],
    why: negotiated?.['why'],
    negotiation: negotiated?.['account'],
    codedPages: told('page.coded').map(({ page = null, octets = null, pels = null }) => ({ page, octets, pels })),
  };
}

function storyOf(report: DestinationReport): readonly string[] {
  const lines: string[] = [];
  if (report.route !== undefined) lines.push(traceText(report.route));
  if (report.why !== undefined) lines.push(traceText(report.why));
  if (report.delivered) {
    lines.push(
      `OK: ${report.pages} page(s) ${report.byMailServer ? 'handed to the mail server for' : 'delivered to'} ${report.to} as ${traceText(report.format)}, ${report.messageId}`,
    );
  } else {
    lines.push(`NOT DELIVERED to ${report.to}, info code ${report.result}: ${report.detail ?? 'no reason given.'}`);
  }
  return lines;
}
