import type { TraceEvent, TraceValue } from '../../device-model/index.ts';
import type { JournalEntry } from '../../firmware/index.ts';
import { stageTimes } from './stage-times.ts';
import { traceText } from './trace-text.ts';

/** What `dpsim send --json` prints; `story` is the same for people. */
export interface SendReport {
  readonly delivered: boolean;
  /** `OK` or the three digits of the info code. */
  readonly result: string;
  readonly to: string;
  readonly pages: number;
  readonly messageId: string | undefined;
  readonly detail: string | undefined;
  /** Every attempt's failure, in order; the last one decides. */
  readonly failures: readonly { readonly infoCode: TraceValue; readonly sentence: TraceValue }[];
  readonly route: TraceValue | undefined;
  readonly format: TraceValue | undefined;
  readonly why: TraceValue | undefined;
  /** How the format came about. */
  readonly negotiation: TraceValue | undefined;
  readonly codedPages: readonly { readonly page: TraceValue; readonly octets: TraceValue; readonly pels: TraceValue }[];
  readonly stagesMs: Readonly<Record<string, number>>;
  readonly dialogue: readonly string[];
  readonly story: readonly string[];
}

/** A view of the event log and the journal of the one machine. */
export function sendReport(events: readonly TraceEvent[], journal: readonly JournalEntry[]): SendReport {
  const entry = journal.at(-1);
  const told = (name: string): readonly TraceEvent['data'][] =>
    events.filter(({ event }) => event === name).map(({ data }) => data);
  const negotiated = told('format.negotiated').at(-1);
  const found = told('route.found').at(-1);
  const [machine] = events.filter(({ event }) => event === 'power.on').map((event) => event.machine);
  const failures = told('attempt.failed').map(({ infoCode = null, sentence = null }) => ({ infoCode, sentence }));
  const report = {
    delivered: entry?.result === 'OK',
    result: entry?.result ?? '999',
    to: entry?.address ?? '',
    pages: entry?.pages ?? 0,
    messageId: entry?.messageId,
    detail: entry?.detail,
    failures,
    route: found?.['via'] ?? found?.['sentence'],
    format: negotiated?.['format'],
    why: negotiated?.['why'],
    negotiation: negotiated?.['account'],
    codedPages: told('page.coded').map(({ page = null, octets = null, pels = null }) => ({ page, octets, pels })),
    stagesMs: Object.fromEntries(stageTimes(events, machine ?? '').map(({ stage, ms }) => [stage, ms])),
    dialogue: told('smtp.line').map(({ direction, text }) => `${traceText(direction)}: ${traceText(text)}`),
  };
  return { ...report, story: storyOf(report) };
}

function storyOf(report: Omit<SendReport, 'story'>): readonly string[] {
  const lines: string[] = [];
  if (report.route !== undefined) lines.push(traceText(report.route));
  if (report.why !== undefined) lines.push(traceText(report.why));
  if (report.delivered) {
    lines.push(
      `OK: ${report.pages} page(s) delivered to ${report.to} as ${traceText(report.format)}, ${report.messageId}`,
    );
  } else {
    lines.push(`NOT DELIVERED to ${report.to}, info code ${report.result}: ${report.detail ?? 'no reason given.'}`);
  }
  return lines;
}
