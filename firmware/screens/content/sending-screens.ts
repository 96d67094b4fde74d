import { parameterOf } from '../../settings/settings.ts';
import { fittingPair, pair, tail, wrapped } from '../line-layout.ts';
import { type ListRow, listKeys, listLines, pageOf } from '../list-layout.ts';
import { type ChosenDestination, SCAN_KEYS } from '../panel-language.ts';
import { ADDRESS_CHARACTERS, STATION_DIGITS } from '../panel-setup.ts';
import { isScanKey, scanChoices, scanOf } from '../scan-choice.ts';
import {
  BACK,
  BACK_FROM_ENTRY,
  CLEAR_ONE,
  type Screen,
  type ScreenKey,
  STANDBY,
  START,
  softKey,
  wordKey,
} from '../screen.ts';
import type { ScreenView } from '../screen-view.ts';
import { sheets } from './standby-screens.ts';

const SEND = softKey('send', 'SEND', START);

/** Who a destination is, and how it is sent to. */
export function destinationText({ to }: ChosenDestination, view: ScreenView): string {
  const station = view.stations.find(({ number }) => number === to);
  return station === undefined ? to : `${to} ${station.name}`;
}

function viaText({ to, via }: ChosenDestination, view: ScreenView): string {
  const station = view.stations.find(({ number }) => number === to);
  const direct = via === undefined ? (station?.direct ?? true) : via === 'direct';
  return direct ? 'DIRECT' : 'VIA SERVER';
}

function destinationRows(view: ScreenView): readonly ListRow[] {
  return view.panel.destinations.map((one, place) => ({
    left: destinationText(one, view),
    right: viaText(one, view),
    label: destinationText(one, view),
    sends: { type: 'row.touched', item: String(place) },
  }));
}

function stationRows({ stations, panel }: ScreenView): readonly ListRow[] {
  return stations.map(({ number, name, direct }) => ({
    left: `${number} ${name}`,
    right: direct ? 'DIRECT' : 'VIA SERVER',
    label: `${number} ${name}`,
    sends: { type: 'row.touched', item: number },
    selected: panel.destinations.some(({ to }) => to === number),
  }));
}

function viaKeys(chosen: string): readonly ScreenKey[] {
  return [
    wordKey('direct', 'DIRECT', { selected: chosen === 'DIRECT' }),
    wordKey('via-server', 'VIA SERVER', { selected: chosen === 'VIA SERVER' }),
  ];
}

function scanRows({ panel, settings }: ScreenView): readonly ListRow[] {
  const scan = scanOf(panel.scan, settings);
  return SCAN_KEYS.map((key) => ({
    left: parameterOf(key).name.toUpperCase(),
    right: String(scan[key]),
    label: parameterOf(key).name.toUpperCase(),
    sends: { type: 'row.touched', item: key },
  }));
}

function scanChoiceRows({ panel, settings }: ScreenView): readonly ListRow[] {
  const { item } = panel;
  if (!isScanKey(item)) return [];
  const chosen = scanOf(panel.scan, settings)[item];
  return scanChoices(item).map((value) => ({
    left: String(value),
    label: String(value),
    sends: { type: 'choice.touched', value },
    selected: value === chosen,
  }));
}

function chosenOne({ panel }: ScreenView): ChosenDestination {
  return panel.destinations[Number(panel.item)] ?? { to: '', via: undefined };
}

export const SENDING_SCREENS = {
  station: {
    title: () => 'DESTINATION',
    lines: (view) => [
      pair(`STATION ${view.panel.entered.padEnd(3, '_')}`, `MEMORY ${view.memoryPercentFree}% FREE`),
      view.station === undefined ? '' : view.station.name,
      view.panel.hint === '' ? (view.station?.address ?? '') : view.panel.hint,
      pair('START=SEND', sheets(view)),
    ],
    keys: () => [SEND, wordKey('add', 'NEXT DESTINATION'), CLEAR_ONE, BACK_FROM_ENTRY],
    entry: ({ panel }) => ({ kind: 'digits', label: 'STATION', value: panel.entered, limit: STATION_DIGITS }),
  },
  address: {
    title: () => 'DESTINATION',
    lines: (view) => [
      pair('ADDRESS', `MEMORY ${view.memoryPercentFree}% FREE`),
      tail(view.panel.entered),
      view.panel.hint,
      pair('START=SEND', sheets(view)),
    ],
    keys: ({ panel }) => [
      SEND,
      wordKey('add', 'NEXT DESTINATION'),
      ...viaKeys(panel.via === 'direct' ? 'DIRECT' : 'VIA SERVER'),
      CLEAR_ONE,
      BACK_FROM_ENTRY,
    ],
    entry: ({ panel }) => ({ kind: 'address', label: 'ADDRESS', value: panel.entered, limit: ADDRESS_CHARACTERS }),
  },
  destinations: {
    title: (view) => pair('DESTINATIONS', pageOf(destinationRows(view), view.panel.top)),
    lines: (view) => [
      ...listLines(destinationRows(view), view.panel.top, { reach: 'by touch', empty: 'NONE', hint: view.panel.hint }),
      fittingPair('START=SEND  TYPE NEXT', sheets(view)),
    ],
    keys: (view) => [
      SEND,
      ...listKeys(destinationRows(view), view.panel.top, 'by touch'),
      wordKey('address-book', 'ADDRESS BOOK'),
      wordKey('scan-settings', 'ORIGINAL'),
      BACK,
    ],
  },
  destination: {
    title: () => 'DESTINATION',
    lines: (view) => [
      ...wrapped(destinationText(chosenOne(view), view), 3),
      view.stations.find(({ number }) => number === chosenOne(view).to)?.address ?? '',
      viaText(chosenOne(view), view),
    ],
    keys: (view) => [...viaKeys(viaText(chosenOne(view), view)), wordKey('remove', 'REMOVE'), BACK],
  },
  'address-book': {
    title: (view) => pair('ADDRESS BOOK', pageOf(stationRows(view), view.panel.top)),
    lines: (view) => [
      ...listLines(stationRows(view), view.panel.top, {
        reach: 'numbered',
        empty: 'NO STATIONS',
        hint: view.panel.hint,
      }),
      fittingPair(`START=SEND  ${view.panel.destinations.length} CHOSEN`, sheets(view)),
    ],
    keys: (view) => [SEND, ...listKeys(stationRows(view), view.panel.top, 'numbered'), BACK],
  },
  'scan-settings': {
    title: () => 'ORIGINAL',
    lines: (view) => listLines(scanRows(view), 0, { reach: 'numbered', empty: '', hint: view.panel.hint }),
    keys: (view) => [...listKeys(scanRows(view), 0, 'numbered'), BACK],
  },
  'scan-choice': {
    title: ({ panel }) => (isScanKey(panel.item) ? parameterOf(panel.item).name.toUpperCase() : ''),
    lines: (view) => listLines(scanChoiceRows(view), 0, { reach: 'numbered', empty: '', hint: view.panel.hint }),
    keys: (view) => [...listKeys(scanChoiceRows(view), 0, 'numbered'), BACK],
  },
  redial: {
    title: () => 'REDIAL',
    lines: (view) =>
      listLines(redialRows(view), 0, {
        reach: 'numbered',
        empty: 'NOTHING WAS SENT SINCE POWER-ON',
        hint: view.panel.hint,
      }),
    keys: (view) => [...listKeys(redialRows(view), 0, 'numbered'), BACK, STANDBY],
  },
} as const satisfies Record<string, Screen>;

function redialRows(view: ScreenView): readonly ListRow[] {
  return view.lastOrders.map((destinations) => ({
    left: destinations.map((one) => destinationText(one, view)).join(', '),
    label: destinations.map((one) => destinationText(one, view)).join(', '),
    sends: { type: 'destinations.recalled', destinations },
  }));
}
