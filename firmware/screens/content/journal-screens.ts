import type { JournalEntry } from '../../journal/journal.ts';
import { fittingPair, pair, threeDigits, wrapped } from '../line-layout.ts';
import { type ListRow, listKeys, listLines, pageOf } from '../list-layout.ts';
import { BACK, type Screen, STANDBY, softKey, wordKey } from '../screen.ts';
import type { ScreenView } from '../screen-view.ts';
import { waits } from './function-screens.ts';
import { explains } from './info-code-screens.ts';

function journalRows({ journal }: ScreenView): readonly ListRow[] {
  // Counted from the oldest, so that a new entry does not slide under the finger.
  return journal.map((entry, place) => ({
    left: `${entry.date.slice(5)} ${entry.time.slice(0, 5)} ${entry.direction} ${entry.station ?? entry.address}`,
    right: entry.result,
    label: `${entry.direction} FILE ${threeDigits(entry.fileNumber)}`,
    sends: { type: 'row.touched', item: String(journal.length - 1 - place) },
  }));
}

function chosen({ journal, panel }: ScreenView): JournalEntry | undefined {
  return journal[journal.length - 1 - Number(panel.item)];
}

function entryLines(view: ScreenView): readonly string[] {
  const entry = chosen(view);
  if (entry === undefined) return ['THIS ENTRY HAS MADE ROOM FOR NEWER ONES'];
  const { date, time, direction, fileNumber, address, pages, durationMs, result, detail = '', station = '' } = entry;
  return [
    pair(`${direction} FILE ${threeDigits(fileNumber)}`, `${date} ${time}`),
    station,
    ...wrapped(address, 2),
    fittingPair(`${pages} PAGE(S) IN ${Math.round(durationMs / 1_000)} S`, `RESULT ${result}`),
    ...wrapped(detail, 5),
  ];
}

/** `OK` has no info code. */
function codeOf(view: ScreenView): string {
  const result = chosen(view)?.result ?? 'OK';
  return result === 'OK' ? '' : result;
}

export const JOURNAL_SCREENS = {
  'journal-list': {
    title: (view) => pair('JOURNAL', pageOf(journalRows(view), view.panel.top)),
    lines: (view) =>
      listLines(journalRows(view), view.panel.top, {
        reach: 'numbered',
        empty: 'NO COMMUNICATION',
        hint: view.panel.hint,
      }),
    keys: (view) => [
      ...listKeys(journalRows(view), view.panel.top, 'numbered'),
      wordKey('print', 'PRINT', { hardKey: 'START' }),
      BACK,
      STANDBY,
    ],
  },
  'journal-entry': {
    title: () => 'JOURNAL',
    lines: entryLines,
    keys: (view) => [
      softKey(
        'info-code',
        `INFO CODE ${codeOf(view)}`,
        { type: 'info-code.touched', code: codeOf(view) },
        { disabled: codeOf(view) === '', hardKey: 'START' },
      ),
      BACK,
      STANDBY,
    ],
  },
  'journal-info-code': explains([BACK, STANDBY], codeOf),
  'printing-journal': waits('JOURNAL', 'PRINTING THE JOURNAL'),
} as const satisfies Record<string, Screen>;
