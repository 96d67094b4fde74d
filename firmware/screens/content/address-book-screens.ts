import { ADDRESS_BOOK_LIMITS, type Station } from '../../settings/address-book.ts';
import { ENTRY_CHARACTERS } from '../entries/typed.ts';
import { fittingPair, tail, wrapped } from '../line-layout.ts';
import { filterTitle, type ListRow, listKeys, listLines } from '../list-layout.ts';
import {
  BACK,
  BACK_FROM_ENTRY,
  CLEAR_ONE,
  OK,
  type Screen,
  type ScreenKey,
  STANDBY,
  softKey,
  wordKey,
} from '../screen.ts';
import type { ScreenView } from '../screen-view.ts';
import { waits } from './function-screens.ts';

/** Those whose number begins with what is typed. */
function stationRows({ stations, panel }: ScreenView): readonly ListRow[] {
  return stations
    .filter(({ number }) => number.startsWith(panel.entered))
    .map((station) => ({
      left: `${station.number} ${station.name}`,
      right: station.direct ? 'DIRECT' : 'VIA SERVER',
      label: `${station.number} ${station.name}`,
      sends: { type: 'station.chosen', station },
    }));
}

/** The station of the number typed, a new one when there is none; nothing typed: the first number that is free. */
function stationToMake({ stations, panel }: ScreenView): Station | undefined {
  const taken = new Set(stations.map(({ number }) => number));
  const numbers = Array.from({ length: ADDRESS_BOOK_LIMITS.stations }, (_, place) =>
    String(place + 1).padStart(3, '0'),
  );
  const number = panel.entered === '' ? numbers.find((one) => !taken.has(one)) : panel.entered.padStart(3, '0');
  if (number === undefined || number === '000') return undefined;
  return stations.find((one) => one.number === number) ?? { number, name: '', address: '', direct: true };
}

/** START opens the station whose number is typed, or makes a new one. */
function openOrMake({ stations, panel }: ScreenView): readonly ScreenKey[] {
  const station = stations.find(({ number }) => number === panel.entered);
  if (station === undefined) return [wordKey('add', 'NEW STATION', { hardKey: 'START' })];
  const open = softKey('open', `STATION ${station.number}`, { type: 'station.chosen', station }, { hardKey: 'START' });
  return [open, wordKey('add', 'NEW STATION')];
}

function draftLines({ panel: { draft, hint } }: ScreenView): readonly string[] {
  return [
    `STATION ${draft.number}`,
    fittingPair('NAME', draft.name),
    ...wrapped(`ADDRESS ${draft.address}`, 3),
    fittingPair('SENT TO', draft.direct ? 'DIRECT' : 'VIA SERVER'),
    ...wrapped(hint, 3),
  ];
}

export const ADDRESS_BOOK_SCREENS = {
  'station-list': {
    title: (view) => filterTitle('ADDRESS BOOK', stationRows(view), view.panel),
    lines: (view) =>
      listLines(stationRows(view), view.panel.top, { reach: 'by touch', empty: 'NO STATIONS', hint: view.panel.hint }),
    keys: (view) => [
      ...listKeys(stationRows(view), view.panel.top, 'by touch'),
      ...openOrMake(view),
      BACK_FROM_ENTRY,
      STANDBY,
    ],
    entry: ({ panel }) => ({ kind: 'digits', label: 'STATION', value: panel.entered, limit: 3 }),
  },
  'station-number': {
    title: () => 'NEW STATION',
    lines: (view) => {
      const station = stationToMake(view);
      return [
        `STATION ${view.panel.entered.padEnd(3, '_')}`,
        station === undefined ? 'EXPECTED 001 TO 999' : `START=${station.number} ${station.name}`,
        view.panel.hint,
        '',
      ];
    },
    keys: (view) => {
      const station = stationToMake(view);
      const sends = { type: 'station.chosen', station: station ?? view.panel.draft } as const;
      return [
        softKey('ok', 'OK', sends, { hardKey: 'START', disabled: station === undefined }),
        CLEAR_ONE,
        BACK_FROM_ENTRY,
      ];
    },
    entry: ({ panel }) => ({ kind: 'digits', label: 'STATION', value: panel.entered, limit: 3 }),
  },
  'station-edit': {
    title: () => 'ADDRESS BOOK',
    lines: draftLines,
    keys: ({ panel: { draft }, stations }) => [
      wordKey('name', 'NAME', { hardKey: '1' }),
      wordKey('address', 'ADDRESS', { hardKey: '2' }),
      wordKey('direct', 'DIRECT', { hardKey: '3', selected: draft.direct }),
      wordKey('via-server', 'VIA SERVER', { hardKey: '4', selected: !draft.direct }),
      wordKey('delete', 'DELETE', {
        hardKey: '5',
        disabled: !stations.some(({ number }) => number === draft.number),
      }),
      wordKey('store', 'STORE', { hardKey: 'START' }),
      BACK,
      STANDBY,
    ],
  },
  'station-name': {
    title: ({ panel }) => `STATION ${panel.draft.number}`,
    lines: ({ panel }) => ['NAME', tail(panel.entered), panel.hint, 'START=OK'],
    keys: () => [OK, CLEAR_ONE, wordKey('clear-all', 'CLEAR ALL'), BACK_FROM_ENTRY],
    entry: ({ panel }) => ({
      kind: 'text',
      label: 'NAME',
      value: panel.entered,
      limit: ADDRESS_BOOK_LIMITS.nameLength,
    }),
  },
  'station-address': {
    title: ({ panel }) => `STATION ${panel.draft.number}`,
    lines: ({ panel }) => ['ADDRESS', tail(panel.entered), panel.hint, 'START=OK'],
    keys: () => [OK, CLEAR_ONE, wordKey('clear-all', 'CLEAR ALL'), BACK_FROM_ENTRY],
    entry: ({ panel }) => ({ kind: 'address', label: 'ADDRESS', value: panel.entered, limit: ENTRY_CHARACTERS }),
  },
  'station-delete': {
    title: ({ panel }) => `STATION ${panel.draft.number}`,
    lines: (view) => [...draftLines(view).slice(0, 6), 'DELETE THIS STATION?  START=YES CLEAR=NO'],
    keys: () => [wordKey('yes', 'YES', { hardKey: 'START' }), wordKey('back', 'NO', { hardKey: 'CLEAR' })],
  },
  'working-on-station': waits('ADDRESS BOOK', 'STORING THE ADDRESS BOOK'),
} as const satisfies Record<string, Screen>;
