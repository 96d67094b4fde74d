import type { FileRow } from '../../files/file-row.ts';
import { ENTRY_CHARACTERS } from '../entries/typed.ts';
import { fittingPair, pair, tail, threeDigits, wrapped } from '../line-layout.ts';
import { type ListRow, listKeys, listLines, pageOf } from '../list-layout.ts';
import { BACK, BACK_FROM_ENTRY, CLEAR_ONE, OK, type Screen, STANDBY, wordKey } from '../screen.ts';
import type { ScreenView } from '../screen-view.ts';
import { TIME_DIGITS } from '../states/file-states.ts';
import { waits } from './function-screens.ts';

function who({ stations }: FileRow): string {
  return stations.map(({ address, name }) => name ?? address).join(', ');
}

/** Names of states are those of the charts: `redialWaiting`. */
function stateText({ state }: FileRow): string {
  return state.replace(/[A-Z]/g, ' $&').toUpperCase();
}

function fileRows({ panel }: ScreenView): readonly ListRow[] {
  return panel.files.map((file) => ({
    left: `${threeDigits(file.fileNumber)} ${file.direction} ${who(file)}`,
    right: stateText(file),
    label: `FILE ${threeDigits(file.fileNumber)}`,
    sends: { type: 'row.touched', item: String(file.fileNumber) },
  }));
}

function chosen({ panel }: ScreenView): FileRow | undefined {
  return panel.files.find(({ fileNumber }) => String(fileNumber) === panel.item);
}

function title({ panel }: ScreenView): string {
  return `FILE ${panel.item.padStart(3, '0')}`;
}

function fileLines(view: ScreenView): readonly string[] {
  const file = chosen(view);
  if (file === undefined) return [];
  const { direction, pages, resolution, octets } = file;
  return [
    fittingPair(direction, stateText(file)),
    ...wrapped(who(file), 3),
    fittingPair(`${pages ?? 0} PAGE(S) ${resolution ?? ''}`, `${octets} OCTETS`),
    ...wrapped(view.panel.hint, 3),
  ];
}

function destinationRows(view: ScreenView): readonly ListRow[] {
  return (chosen(view)?.stations ?? []).map(({ address, name }, place) => ({
    left: name === undefined ? address : `${name} ${address}`,
    label: name ?? address,
    sends: { type: 'row.touched', item: String(place) },
  }));
}

export const FILE_SCREENS = {
  'listing-files': waits('FILE LIST', 'READING THE FILES'),
  'file-list': {
    title: (view) => pair('FILE LIST', pageOf(fileRows(view), view.panel.top)),
    lines: (view) =>
      listLines(fileRows(view), view.panel.top, {
        reach: 'numbered',
        empty: 'NO FILES IN MEMORY',
        hint: view.panel.hint,
      }),
    keys: (view) => [...listKeys(fileRows(view), view.panel.top, 'numbered'), BACK, STANDBY],
  },
  file: {
    title,
    lines: fileLines,
    keys: (view) => [
      wordKey('print', 'PRINT', { hardKey: '1' }),
      wordKey('delete', 'DELETE', { hardKey: '2' }),
      wordKey('resend', 'RESEND', { hardKey: '3', disabled: chosen(view)?.state !== 'incomplete' }),
      wordKey('edit', 'EDIT', { hardKey: '4', disabled: chosen(view)?.direction !== 'XMT' }),
      BACK,
      STANDBY,
    ],
  },
  'file-delete': {
    title,
    lines: (view) => [...fileLines(view).slice(0, 5), 'DELETE THIS FILE?  START=YES CLEAR=NO'],
    keys: () => [wordKey('yes', 'YES', { hardKey: 'START' }), wordKey('back', 'NO', { hardKey: 'CLEAR' })],
  },
  'working-on-file': waits('FILE', 'PRINTING, DELETING OR SENDING'),
  'file-edit': {
    title: (view) => pair(title(view), pageOf(destinationRows(view), view.panel.top)),
    lines: (view) => [
      'CHANGE WHICH DESTINATION?',
      ...listLines(destinationRows(view), view.panel.top, { reach: 'numbered', empty: 'NONE', hint: view.panel.hint }),
    ],
    keys: (view) => [
      ...listKeys(destinationRows(view), view.panel.top, 'numbered'),
      wordKey('time', 'TIME', { hardKey: '0' }),
      BACK,
      STANDBY,
    ],
  },
  'file-destination': {
    title,
    lines: (view) => [
      `NOW: ${chosen(view)?.stations[view.panel.part]?.address ?? ''}`,
      'STATION NUMBER OR ADDRESS',
      tail(view.panel.entered),
      view.panel.hint,
    ],
    keys: () => [OK, CLEAR_ONE, wordKey('clear-all', 'CLEAR ALL'), BACK_FROM_ENTRY],
    entry: ({ panel }) => ({ kind: 'address', label: 'SEND TO', value: panel.entered, limit: ENTRY_CHARACTERS }),
  },
  'file-time': {
    title,
    lines: ({ panel, clock }) => ['SEND AT HHMM', `NOW IT IS ${clock.slice(11)}`, panel.entered, panel.hint],
    keys: () => [OK, CLEAR_ONE, BACK_FROM_ENTRY],
    entry: ({ panel }) => ({ kind: 'digits', label: 'TIME', value: panel.entered, limit: TIME_DIGITS }),
  },
  'changing-file': waits('FILE', 'CHANGING THE FILE'),
} as const satisfies Record<string, Screen>;
