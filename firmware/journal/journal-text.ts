import { localTime, twoDigits } from '../mail/rfc5322-date.ts';
import { escapeControls } from '../smtp/wire/printable-text.ts';
import { infoRow } from './info-codes.ts';
import type { JournalEntry } from './journal.ts';

/** Columns of a report line; the machine prints on paper, this is its 80-column text (*own design*). */
export const REPORT_COLUMNS = 80;
const STATION_COLUMNS = 31;

/** When a report is made: the machine's calendar and zone. */
export interface ReportTime {
  readonly date: Date;
  readonly zoneOffsetMinutes: number;
}

/**
 * The communication journal. Heading (title, dd-MMM-yyyy, time) and the order number, result, station, pages follow the
 * sibling DP-C263; the columns after pages are *own design*.
 */
export function journalText(entries: readonly JournalEntry[], made: ReportTime): string {
  const lines = [
    heading('COMM. JOURNAL', made),
    '',
    row('STN', 'RES', 'STATION NAME / ADDRESS', 'PAGES', 'TIME', 'MODE', 'DATE', 'END', 'FILE'),
    '-'.repeat(REPORT_COLUMNS),
    ...entries.flatMap((entry, index) => entryLines(entry, index + 1)),
  ];
  if (entries.length === 0) lines.push('NO COMMUNICATION');
  return `${lines.join('\n')}\n`;
}

export interface CommunicationReport {
  /** Such as `MEMORY XMT`. */
  readonly mode: string;
  readonly fileNumber: number;
  readonly start: ReportTime;
  readonly end: ReportTime;
  /** One entry a destination. */
  readonly entries: readonly JournalEntry[];
}

/** The report on one job: the siblings' heading line, then each destination with what happened and what to do. */
export function communicationReportText(report: CommunicationReport): string {
  const start = `${dayAndMonth(report.start)} ${hourAndMinute(report.start)}`;
  const end = `${dayAndMonth(report.end)} ${hourAndMinute(report.end)}`;
  const lines = [
    heading('COMMUNICATION REPORT', report.end),
    '',
    `MODE=${report.mode}   START=${start}   END=${end}   FILE NO.=${threeDigits(report.fileNumber)}`,
    '',
    row('STN', 'RES', 'STATION NAME / ADDRESS', 'PAGES', 'TIME', 'MODE', 'DATE', 'END', 'FILE'),
    '-'.repeat(REPORT_COLUMNS),
  ];
  report.entries.forEach((entry, index) => {
    lines.push(...entryLines(entry, index + 1), ...explanation(entry));
  });
  return `${lines.join('\n')}\n`;
}

function explanation(entry: JournalEntry): string[] {
  const info = entry.result === 'OK' ? undefined : infoRow(entry.result);
  const sentences = [info?.sentence, entry.detail, info === undefined ? undefined : `Remedy: ${info.remedy}`];
  return sentences
    .filter((sentence) => sentence !== undefined)
    .flatMap((sentence) => wrapped(escapeControls(sentence), REPORT_COLUMNS - 8))
    .map((line) => `        ${line}`);
}

function entryLines(entry: JournalEntry, number: number): string[] {
  const who = entry.station === undefined ? entry.address : `${entry.station} <${entry.address}>`;
  const [first = '', ...rest] = wrapped(escapeControls(who), STATION_COLUMNS);
  return [
    row(
      threeDigits(number),
      entry.result,
      first,
      String(entry.pages),
      duration(entry.durationMs),
      entry.direction,
      entry.date,
      entry.time.slice(0, 5),
      threeDigits(entry.fileNumber),
    ),
    ...rest.map((line) => `        ${line}`),
    ...noticeLines(entry),
  ];
}

function noticeLines({ notice }: JournalEntry): string[] {
  if (notice === undefined) return [];
  if (notice === 'awaited') return ['        DELIVERY NOTICE: NOT YET'];
  const { disposition, date, time } = notice;
  return [`        DELIVERY NOTICE: ${escapeControls(disposition).toUpperCase()} ${date} ${time.slice(0, 5)}`];
}

function row(...cells: [string, string, string, string, string, string, string, string, string]): string {
  const [number, result, station, pages, time, mode, date, end, file] = cells;
  const left = `${number.padStart(3)} ${result.padEnd(3)} ${station.padEnd(STATION_COLUMNS)}`;
  return `${left} ${pages.padStart(5)} ${time.padStart(6)} ${mode.padEnd(4)} ${date.padEnd(10)} ${end.padEnd(5)} ${file}`;
}

function heading(title: string, made: ReportTime): string {
  const t = localTime(made.date, made.zoneOffsetMinutes);
  const when = `${dayAndMonth(made)}-${t.year}   ${hourAndMinute(made)}`;
  return title + when.padStart(REPORT_COLUMNS - title.length);
}

function dayAndMonth(made: ReportTime): string {
  const t = localTime(made.date, made.zoneOffsetMinutes);
  return `${twoDigits(t.day)}-${t.monthName.toUpperCase()}`;
}

function hourAndMinute(made: ReportTime): string {
  const t = localTime(made.date, made.zoneOffsetMinutes);
  return `${twoDigits(t.hour)}:${twoDigits(t.minute)}`;
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return `${twoDigits(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}`;
}

function threeDigits(n: number): string {
  return String(n).padStart(3, '0');
}

/** Breaks at blanks where it can, anywhere where it must. */
function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > columns) {
    const blank = rest.lastIndexOf(' ', columns);
    const end = blank > 0 ? blank : columns;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  lines.push(rest);
  return lines;
}
