import { isSettingKey, type SettingKey } from '../../settings/settings.ts';
import { ENTRY_CHARACTERS } from '../entries/typed.ts';
import type { PanelContext, PanelRequest } from '../panel-language.ts';
import { panelSetup } from '../panel-setup.ts';
import type { EntryForm } from '../settings-lists.ts';
import { clears, TURNS_PAGES, types, typesDigits, typesText } from './typing.ts';
import { performs } from './working.ts';

const state = panelSetup.createStateConfig;

/** No. 35 has at most so many. */
export const PASSWORD_DIGITS = 8;
/** `yyyymmddhhmm`. */
export const DATE_DIGITS = 12;

type At = { readonly context: PanelContext };
type Row = { readonly event: { readonly item: string } };

/** Opens the entry screen of the chosen setting; the form comes from its row in the table. */
function opens<const Target extends string>(form: EntryForm, target: Target) {
  return {
    guard: { type: 'entersBy' as const, params: ({ event }: Row) => ({ item: event.item, form }) },
    target,
    actions: [
      'forgetEntered' as const,
      { type: 'choose' as const, params: ({ event }: Row) => event },
      ...(form === 'text'
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
  opens('choice', 'settingChoice'),
  opens('digits', 'settingDigits'),
  opens('octets', 'settingOctets'),
  opens('text', 'settingText'),
  opens('password', 'settingPassword'),
];

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
          { actions: 'tellOctetsFault' },
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
        { guard: { type: 'chosenEntersBy', params: { form: 'choice' } }, target: 'settingChoice' },
        { guard: { type: 'chosenEntersBy', params: { form: 'digits' } }, target: 'settingDigits' },
        { guard: { type: 'chosenEntersBy', params: { form: 'octets' } }, target: 'settingOctets' },
        { guard: { type: 'chosenEntersBy', params: { form: 'password' } }, target: 'settingPassword' },
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
