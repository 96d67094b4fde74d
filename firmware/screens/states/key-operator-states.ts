import { isSettingKey, type SettingKey } from '../../settings/settings.ts';
import { ENTRY_CHARACTERS } from '../entries/typed.ts';
import type { PanelContext, PanelRequest } from '../panel-language.ts';
import { panelSetup } from '../panel-setup.ts';
import { clears, TURNS_PAGES, types, typesDigits, typesText } from './typing.ts';
import { performs } from './working.ts';

const state = panelSetup.createStateConfig;

/** No. 35 has at most so many. */
export const PASSWORD_DIGITS = 8;
/** `yyyymmddhhmm`. */
export const DATE_DIGITS = 12;

type At = { readonly context: PanelContext };
type Row = { readonly event: { readonly item: string } };

type Form = 'byChoice' | 'byDigits' | 'byOctets' | 'byText' | 'byPassword';

/** Opens the entry screen of the chosen setting; the form comes from its row in the table. */
function opens<const Target extends string>(form: Form, target: Target) {
  return {
    guard: { type: form, params: ({ event }: Row) => event },
    target,
    actions: [
      'forgetEntered' as const,
      { type: 'choose' as const, params: ({ event }: Row) => event },
      ...(form === 'byText'
        ? [
            {
              type: 'enter' as const,
              params: ({ context, event }: At & Row) => ({ text: valueText(context, event.item) }),
            },
          ]
        : []),
    ],
  };
}

const OPENS_ENTRY = [
  opens('byChoice', 'settingChoice'),
  opens('byDigits', 'settingDigits'),
  opens('byOctets', 'settingOctets'),
  opens('byText', 'settingText'),
  opens('byPassword', 'settingPassword'),
];

/** Back to the entry screen of a setting whose value was refused. */
function reopens<const Target extends string>(form: Form, target: Target) {
  return { guard: { type: form, params: ({ context }: At) => ({ item: context.item }) }, target };
}

function valueText({ hands }: PanelContext, key: string): string {
  return isSettingKey(key) ? String(hands.settings()[key]) : '';
}

function store(value: (context: PanelContext, key: SettingKey) => string | number) {
  return {
    target: 'storingSetting' as const,
    actions: {
      type: 'want' as const,
      params: ({ context }: At): PanelRequest =>
        isSettingKey(context.item)
          ? { ask: 'store-setting', key: context.item, value: value(context, context.item) }
          : { ask: 'nothing' },
    },
  };
}

const LIST = {
  ...types('typeFilter'),
  ...TURNS_PAGES,
  'clear.pressed': [{ guard: 'nothingTyped', target: 'keyOperatorMenu' }, { actions: 'dropCharacter' }],
  'row.touched': OPENS_ENTRY,
  'back.touched': { target: 'keyOperatorMenu', actions: 'forgetEntered' },
} as const;

/** Behind the key operator's password. */
export const keyOperatorStates = state({
  initial: 'password',
  states: {
    password: state({
      exit: 'forgetEntered',
      on: {
        ...typesDigits(PASSWORD_DIGITS),
        ...clears('#panel.operating.functions.functionMenu', 'dropCharacter'),
        'start.pressed': { actions: 'tryDoor' },
        'door.opened': 'keyOperatorMenu',
        'order.refused': { actions: ['forgetEntered', { type: 'tell', params: ({ event }) => event }] },
      },
    }),
    keyOperatorMenu: state({
      exit: 'forgetHint',
      on: {
        'general-settings.touched': { target: 'generalSettings', actions: 'fromTop' },
        'fax-parameters.touched': { target: 'faxParameters', actions: 'fromTop' },
        'date-time.touched': { target: 'dateTime', actions: 'forgetEntered' },
        'factory-defaults.touched': 'factoryDefaults',
        'back.touched': '#panel.operating.functions.functionMenu',
      },
    }),
    generalSettings: state({ exit: 'forgetHint', on: LIST }),
    faxParameters: state({ exit: 'forgetHint', on: LIST }),
    settingChoice: state({
      on: {
        'choice.touched': {
          target: 'storingSetting',
          actions: {
            type: 'want',
            params: ({ context, event }) =>
              isSettingKey(context.item)
                ? { ask: 'store-setting', key: context.item, value: event.value }
                : { ask: 'nothing' },
          },
        },
        'back.touched': 'relistingSettings',
      },
    }),
    settingDigits: state({
      on: {
        ...types('typeNumber'),
        ...clears('relistingSettings', 'dropCharacter'),
        'start.pressed': [
          { guard: 'nothingTyped', target: 'relistingSettings' },
          store(({ entered }) => Number(entered)),
        ],
      },
    }),
    settingOctets: state({
      on: {
        ...types('typeOctets'),
        ...clears('relistingSettings', 'dropOctetDigit'),
        'not-set.touched': store(() => ''),
        'start.pressed': [
          { guard: 'nothingTyped', target: 'relistingSettings' },
          { guard: 'octetsServe', ...store(({ entered }) => entered) },
          { actions: ['tellOctetsFault', 'beep'] },
        ],
      },
    }),
    settingText: state({
      on: {
        ...typesText(ENTRY_CHARACTERS),
        ...clears('relistingSettings', 'dropCharacter'),
        'start.pressed': store(({ entered }) => entered),
      },
    }),
    settingPassword: state({
      on: {
        ...typesDigits(PASSWORD_DIGITS),
        ...clears('relistingSettings', 'dropCharacter'),
        'start.pressed': [{ guard: 'nothingTyped', target: 'relistingSettings' }, store(({ entered }) => entered)],
      },
    }),
    storingSetting: state(performs('relistingSettings', 'reopening')),
    reopening: state({
      description: 'The value was refused: to the screen where it was entered.',
      always: [
        reopens('byChoice', 'settingChoice'),
        reopens('byDigits', 'settingDigits'),
        reopens('byOctets', 'settingOctets'),
        reopens('byPassword', 'settingPassword'),
        { target: 'settingText' },
      ],
    }),
    relistingSettings: state({
      description: 'Back to the list that the setting is in.',
      entry: { type: 'enter', params: { text: '' } },
      always: [{ guard: 'ofFaxList', target: 'faxParameters' }, { target: 'generalSettings' }],
    }),
    dateTime: state({
      on: {
        ...typesDigits(DATE_DIGITS),
        ...clears('keyOperatorMenu', 'dropCharacter'),
        'start.pressed': {
          target: 'settingDate',
          actions: { type: 'want', params: ({ context }) => ({ ask: 'set-date', digits: context.entered }) },
        },
      },
    }),
    settingDate: state(performs('keyOperatorMenu', 'dateTime')),
    factoryDefaults: state({
      on: {
        'yes.touched': { target: 'restoring', actions: { type: 'want', params: { ask: 'restore-defaults' } } },
        'back.touched': 'keyOperatorMenu',
      },
    }),
    restoring: state(performs('keyOperatorMenu', 'keyOperatorMenu')),
  },
});
