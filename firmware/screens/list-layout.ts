import type { PanelKey } from '../../device-model/index.ts';
import { fittingPair, pair, wrapped } from './line-layout.ts';
import type { PanelEvent } from './panel-language.ts';
import { type ScreenKey, softKey } from './screen.ts';

/** Rows on the display at a time: with two keys that turn pages there is room for three more. */
export const LIST_ROWS = 6;
/** Lines below the rows for what was done or refused. */
const HINT_LINES = 3;

export interface ListRow {
  readonly left: string;
  readonly right?: string;
  /** Of its soft key. */
  readonly label: string;
  readonly sends: PanelEvent;
  readonly selected?: boolean;
}

/** Whether digits touch the rows of a list, or mean something else there. */
export type ListReach = 'numbered' | 'by touch';

export interface ListOptions {
  readonly reach: ListReach;
  /** What stands there instead of rows. */
  readonly empty: string;
  readonly hint: string;
}

/** First row shown: `top`, or the last page when the list has become shorter. */
function shownFrom(rows: readonly ListRow[], top: number): number {
  const lastPage = Math.floor(Math.max(0, rows.length - 1) / LIST_ROWS) * LIST_ROWS;
  return Math.min(Math.max(0, top), lastPage);
}

export function listLines(
  rows: readonly ListRow[],
  top: number,
  { reach, empty, hint }: ListOptions,
): readonly string[] {
  const from = shownFrom(rows, top);
  const shown = rows.slice(from, from + LIST_ROWS).map(({ left, right = '', selected = false }, place) => {
    const number = reach === 'numbered' ? String(place + 1) : '';
    return fittingPair(`${number}${selected ? '*' : ' '}${left}`, right);
  });
  const lines = rows.length === 0 ? [empty] : shown;
  return hint === '' ? lines : [...lines, ...wrapped(hint, HINT_LINES)];
}

/** `2/3`, or nothing when all rows have room. */
export function pageOf(rows: readonly ListRow[], top: number): string {
  const pages = Math.ceil(rows.length / LIST_ROWS);
  return pages < 2 ? '' : `${Math.floor(shownFrom(rows, top) / LIST_ROWS) + 1}/${pages}`;
}

const DIGITS: readonly PanelKey[] = ['1', '2', '3', '4', '5', '6'];

/** The title of a list whose rows are narrowed down by a number: what is typed, or the page. */
export function filterTitle(
  title: string,
  rows: readonly ListRow[],
  panel: { readonly entered: string; readonly top: number },
): string {
  return pair(title, panel.entered === '' ? pageOf(rows, panel.top) : `NO. ${panel.entered.padEnd(3, '_')}`);
}

/** A key for each row on the display, and two that turn pages when there are more. */
export function listKeys(rows: readonly ListRow[], top: number, reach: ListReach): readonly ScreenKey[] {
  const from = shownFrom(rows, top);
  const rowKeys = rows.slice(from, from + LIST_ROWS).map(({ label, sends, selected = false }, place) =>
    softKey(`row-${place + 1}`, label, sends, {
      selected,
      hardKey: reach === 'numbered' ? DIGITS[place] : undefined,
    }),
  );
  if (rows.length <= LIST_ROWS) return rowKeys;
  return [
    ...rowKeys,
    turnKey('up', 'UP', '*', from - LIST_ROWS, from === 0),
    turnKey('down', 'DOWN', '#', from + LIST_ROWS, from + LIST_ROWS >= rows.length),
  ];
}

function turnKey(id: string, label: string, hardKey: PanelKey, top: number, disabled: boolean): ScreenKey {
  return softKey(id, label, { type: 'page.turned', top: Math.max(0, top) }, { hardKey, disabled });
}
