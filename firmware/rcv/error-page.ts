import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import type { PaperSize } from '../../device-model/page/paper-size.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { reportPages } from '../imaging/report-pages.ts';
import type { InfoCode } from '../journal/info-code.ts';
import { REPORT_COLUMNS } from '../journal/journal-text.ts';
import { rfc5322Date } from '../mail/rfc5322-date.ts';
import { escapeControls } from '../smtp/wire/printable-text.ts';
import type { MessageHeading } from './printable-pages.ts';
import type { SpooledEnvelope } from './receive-spool.ts';

/** Characters of a stranger's field on paper. */
const FIELD_LIMIT = 60;

export const ERROR_PAGE_RESOLUTION = RESOLUTIONS['204x196'];
export const ERROR_PAGE_PAPER: PaperSize = 'A4';

/**
 * The pages printed instead of a message that cannot be: from whom, what was wrong, what to do. That machines print one is
 * told of the series; its layout is *own design*.
 */
export function errorPages(
  envelope: SpooledEnvelope,
  row: InfoCode,
  sentence: string,
  mail: MessageHeading | undefined,
  zoneOffsetMinutes: number,
): readonly BilevelRaster[] {
  const field = (name: string, value: string | undefined): string =>
    `${name.padEnd(12)}${escapeControls(value ?? '-').slice(0, FIELD_LIMIT)}`;
  const text = [
    'RECEIVED MESSAGE COULD NOT BE PRINTED',
    '',
    field('FILE NO.', String(envelope.fileNumber).padStart(3, '0')),
    field('RECEIVED', rfc5322Date(new Date(envelope.receivedAt), zoneOffsetMinutes)),
    field('FROM', mail?.from ?? envelope.reversePath),
    field('TO', envelope.forwardPaths[0]),
    field('SUBJECT', mail?.subject),
    field('MESSAGE-ID', mail?.messageId),
    field('CALLER', `${envelope.clientName} [${envelope.remoteAddress}]`),
    '',
    field('INFO CODE', row.code),
    ...wrapped(sentence),
    ...wrapped(row.remedy),
  ];
  return [...reportPages(`${text.join('\n')}\n`, REPORT_COLUMNS, ERROR_PAGE_RESOLUTION, ERROR_PAGE_PAPER)];
}

function wrapped(text: string): readonly string[] {
  return escapeControls(text).match(new RegExp(`.{1,${REPORT_COLUMNS}}(?= |$)|\\S{1,${REPORT_COLUMNS}}`, 'g')) ?? [];
}
