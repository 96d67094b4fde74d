import type { InfoCode } from '../../journal/info-code.ts';
import { INFO_ROWS, infoRow } from '../../journal/info-codes.ts';
import { pair, wrapped } from '../line-layout.ts';
import { filterTitle, type ListRow, listKeys, listLines } from '../list-layout.ts';
import { BACK, BACK_FROM_ENTRY, type Screen, type ScreenKey, softKey } from '../screen.ts';
import type { ScreenView } from '../screen-view.ts';

/** Lines for the sentence, and as many for the remedy. */
const SENTENCE_LINES = 4;

/** What an info code means and what to do. */
function explanation(row: InfoCode | undefined): readonly string[] {
  if (row === undefined) return ['NO SUCH INFO CODE'];
  return [row.lcd[0], ...wrapped(row.sentence, SENTENCE_LINES), 'REMEDY:', ...wrapped(row.remedy, SENTENCE_LINES)];
}

/** The info code that was chosen, explained: code, whose side, sentence, remedy. */
export function explains(
  keys: readonly ScreenKey[],
  codeOf: (view: ScreenView) => string = ({ panel }) => panel.item,
): Screen {
  return {
    title: (view) => pair(`INFO CODE ${codeOf(view)}`, infoRow(codeOf(view))?.side.toUpperCase() ?? ''),
    lines: (view) => explanation(infoRow(codeOf(view))),
    keys: () => keys,
  };
}

const IN_ORDER: readonly InfoCode[] = [...INFO_ROWS].sort((a, b) => Number(a.code) - Number(b.code));

/** Those whose number begins with what is typed. */
function codeRows(typed: string): readonly ListRow[] {
  return IN_ORDER.filter(({ code }) => code.startsWith(typed)).map(({ code, lcd }) => ({
    left: `${code} ${lcd[0]}`,
    label: `INFO CODE ${code}`,
    sends: { type: 'row.touched', item: code },
  }));
}

export const INFO_CODE_SCREENS = {
  'info-codes': {
    title: ({ panel }) => filterTitle('INFO CODES', codeRows(panel.entered), panel),
    lines: ({ panel }) =>
      listLines(codeRows(panel.entered), panel.top, {
        reach: 'by touch',
        empty: 'NO SUCH INFO CODE',
        hint: panel.hint,
      }),
    keys: ({ panel }) => [
      ...listKeys(codeRows(panel.entered), panel.top, 'by touch'),
      softKey(
        'open',
        'EXPLAIN',
        { type: 'row.touched', item: panel.entered },
        { hardKey: 'START', disabled: infoRow(panel.entered) === undefined },
      ),
      BACK_FROM_ENTRY,
    ],
    entry: ({ panel }) => ({ kind: 'digits', label: 'INFO CODE', value: panel.entered, limit: 3 }),
  },
  'info-code': explains([BACK]),
} as const satisfies Record<string, Screen>;
