import { maskedValue, type ParameterValue } from '../../settings/parameter.ts';
import { isSettingKey, parameterOf, type SettingKey } from '../../settings/settings.ts';
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
import { SETTINGS_LISTS } from '../settings-lists.ts';
import { DATE_DIGITS, PASSWORD_DIGITS } from '../states/key-operator-states.ts';
import { menuKeys, menuLines, waits } from './function-screens.ts';

const MENU = [
  ['general-settings', 'GENERAL SETTINGS'],
  ['fax-parameters', 'FAX PARAMETERS'],
  ['date-time', 'DATE AND TIME'],
  ['factory-defaults', 'FACTORY DEFAULTS'],
] as const;

/** A sign and the digits of the largest range. */
const DIGITS_LIMIT = 8;
/** Characters of an address in dots. */
const OCTETS_CHARACTERS = 15;

function valueText(key: SettingKey, { settings }: ScreenView): string {
  const value: ParameterValue = maskedValue(parameterOf(key), settings[key]);
  return value === '' ? 'not set' : String(value);
}

/** Those whose number begins with what is typed. */
function settingRows(list: readonly SettingKey[], view: ScreenView): readonly ListRow[] {
  return list
    .filter((key) => parameterOf(key).number.startsWith(view.panel.entered))
    .map((key) => {
      const { number, name } = parameterOf(key);
      return {
        left: `${number} ${name.toUpperCase()}`,
        right: valueText(key, view),
        label: `${number} ${name.toUpperCase()}`,
        sends: { type: 'row.touched', item: key },
      };
    });
}

function openKey(list: readonly SettingKey[], { panel }: ScreenView): ScreenKey {
  const key = list.find((one) => parameterOf(one).number === panel.entered);
  const label = key === undefined ? 'OPEN' : `OPEN ${panel.entered}`;
  return softKey(
    'open',
    label,
    { type: 'row.touched', item: key ?? '' },
    { hardKey: 'START', disabled: key === undefined },
  );
}

function settingsList(title: string, list: readonly SettingKey[]): Screen {
  return {
    title: (view) => filterTitle(title, settingRows(list, view), view.panel),
    lines: (view) =>
      listLines(settingRows(list, view), view.panel.top, {
        reach: 'by touch',
        empty: 'NO SUCH NUMBER',
        hint: view.panel.hint,
      }),
    keys: (view) => [
      ...listKeys(settingRows(list, view), view.panel.top, 'by touch'),
      openKey(list, view),
      BACK_FROM_ENTRY,
      STANDBY,
    ],
    entry: ({ panel }) => ({ kind: 'digits', label: 'NO.', value: panel.entered, limit: 3 }),
  };
}

/** Number and name of the chosen setting. */
function settingTitle({ panel: { item } }: ScreenView): string {
  if (!isSettingKey(item)) return '';
  const { number, name } = parameterOf(item);
  return `${number} ${name.toUpperCase()}`;
}

function nowLine(view: ScreenView): string {
  const { item } = view.panel;
  return isSettingKey(item) ? fittingPair('NOW', valueText(item, view)) : '';
}

function choiceRows({ panel: { item }, settings }: ScreenView): readonly ListRow[] {
  const choices = isSettingKey(item) ? parameterOf(item).choices : undefined;
  return (choices ?? []).map((value) => ({
    left: String(value),
    label: String(value),
    sends: { type: 'choice.touched', value },
    selected: isSettingKey(item) && settings[item] === value,
  }));
}

function rangeText({ panel: { item } }: ScreenView): string {
  const { range, unit = '' } = isSettingKey(item) ? parameterOf(item) : { range: undefined };
  return range === undefined
    ? ''
    : `${range.min} TO ${range.max} ${unit.toUpperCase()}${range.min < 0 ? '  *=SIGN' : ''}`;
}

function masked(text: string): string {
  return '*'.repeat(text.length);
}

/** What is typed, and below it why not. */
function entryLines(view: ScreenView, expected: string): readonly string[] {
  return [nowLine(view), expected, tail(view.panel.entered), ...wrapped(view.panel.hint, 3)];
}

export const KEY_OPERATOR_SCREENS = {
  password: {
    title: () => 'KEY OPERATOR',
    lines: ({ panel }) => ['ENTER THE PASSWORD AND PRESS START', masked(panel.entered), ...wrapped(panel.hint, 3)],
    keys: () => [OK, CLEAR_ONE, BACK_FROM_ENTRY],
    entry: ({ panel }) => ({
      kind: 'password',
      label: 'PASSWORD',
      value: masked(panel.entered),
      limit: PASSWORD_DIGITS,
    }),
  },
  'key-operator-menu': {
    title: () => 'KEY OPERATOR',
    lines: ({ panel }) => menuLines(MENU, panel.hint),
    keys: () => menuKeys(MENU),
  },
  'general-settings': settingsList('GENERAL SETTINGS', SETTINGS_LISTS.general),
  'fax-parameters': settingsList('FAX PARAMETERS', SETTINGS_LISTS.fax),
  'setting-choice': {
    title: settingTitle,
    lines: (view) => listLines(choiceRows(view), 0, { reach: 'numbered', empty: '', hint: view.panel.hint }),
    keys: (view) => [...listKeys(choiceRows(view), 0, 'numbered'), BACK],
  },
  'setting-digits': {
    title: settingTitle,
    lines: (view) => entryLines(view, rangeText(view)),
    keys: () => [OK, CLEAR_ONE, BACK_FROM_ENTRY],
    entry: (view) => ({ kind: 'digits', label: settingTitle(view), value: view.panel.entered, limit: DIGITS_LIMIT }),
  },
  'setting-octets': {
    title: settingTitle,
    lines: (view) => entryLines(view, 'OCTET BY OCTET, *=NEXT OCTET'),
    keys: () => [OK, CLEAR_ONE, wordKey('not-set', 'NOT SET'), BACK_FROM_ENTRY],
    entry: (view) => ({
      kind: 'octets',
      label: settingTitle(view),
      value: view.panel.entered,
      limit: OCTETS_CHARACTERS,
    }),
  },
  'setting-text': {
    title: settingTitle,
    lines: (view) => entryLines(view, 'START=OK'),
    keys: () => [OK, CLEAR_ONE, wordKey('clear-all', 'CLEAR ALL'), BACK_FROM_ENTRY],
    entry: (view) => ({ kind: 'text', label: settingTitle(view), value: view.panel.entered, limit: ENTRY_CHARACTERS }),
  },
  'setting-password': {
    title: settingTitle,
    lines: (view) => ['NEW PASSWORD', 'START=OK', masked(view.panel.entered), ...wrapped(view.panel.hint, 3)],
    keys: () => [OK, CLEAR_ONE, BACK_FROM_ENTRY],
    entry: (view) => ({
      kind: 'password',
      label: settingTitle(view),
      value: masked(view.panel.entered),
      limit: PASSWORD_DIGITS,
    }),
  },
  'storing-setting': waits('KEY OPERATOR', 'STORING THE SETTING'),
  'date-time': {
    title: () => 'DATE AND TIME',
    lines: ({ clock, panel }) => [fittingPair('NOW', clock), 'YYYYMMDDHHMM', panel.entered, ...wrapped(panel.hint, 3)],
    keys: () => [OK, CLEAR_ONE, BACK_FROM_ENTRY],
    entry: ({ panel }) => ({ kind: 'digits', label: 'DATE AND TIME', value: panel.entered, limit: DATE_DIGITS }),
  },
  'setting-date': waits('KEY OPERATOR', 'SETTING DATE AND TIME'),
  'factory-defaults': {
    title: () => 'FACTORY DEFAULTS',
    lines: () => [
      'ALL SETTINGS AND FAX PARAMETERS BECOME',
      'WHAT THEY WERE WHEN THE MACHINE WAS NEW,',
      'THE PASSWORD AND THE ADDRESSES TOO.',
      'START=YES CLEAR=NO',
    ],
    keys: () => [wordKey('yes', 'YES', { hardKey: 'START' }), wordKey('back', 'NO', { hardKey: 'CLEAR' })],
  },
  restoring: waits('KEY OPERATOR', 'RESTORING THE FACTORY DEFAULTS'),
} as const satisfies Record<string, Screen>;
