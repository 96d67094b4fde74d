import { ADDRESS_BOOK_LIMITS } from '../../settings/address-book.ts';
import { ENTRY_CHARACTERS } from '../entries/typed.ts';
import { panelSetup } from '../panel-setup.ts';
import { clears, TURNS_PAGES, types, typesDigits, typesText } from './typing.ts';
import { performs } from './working.ts';

const state = panelSetup.createStateConfig;

/** The address book: new stations, changed ones, none any more. */
export const addressBookStates = state({
  initial: 'stationList',
  states: {
    stationList: state({
      exit: 'forgetHint',
      on: {
        ...types('typeFilter'),
        ...TURNS_PAGES,
        'clear.pressed': [
          { guard: 'nothingTyped', target: '#panel.operating.functions.functionMenu' },
          { actions: 'dropCharacter' },
        ],
        'station.chosen': { target: 'stationEdit', actions: { type: 'draft', params: ({ event }) => event.station } },
        'add.touched': { target: 'stationNumber', actions: 'forgetEntered' },
        'back.touched': '#panel.operating.functions.functionMenu',
      },
    }),
    stationNumber: state({
      on: {
        ...typesDigits(3),
        ...clears('stationList', 'dropCharacter'),
        'station.chosen': {
          target: 'stationEdit',
          actions: [{ type: 'draft', params: ({ event }) => event.station }, 'forgetEntered'],
        },
      },
    }),
    stationEdit: state({
      exit: 'forgetHint',
      on: {
        'name.touched': {
          target: 'stationName',
          actions: { type: 'enter', params: ({ context }) => ({ text: context.draft.name }) },
        },
        'address.touched': {
          target: 'stationAddress',
          actions: { type: 'enter', params: ({ context }) => ({ text: context.draft.address }) },
        },
        'direct.touched': { actions: { type: 'draft', params: { direct: true } } },
        'via-server.touched': { actions: { type: 'draft', params: { direct: false } } },
        'delete.touched': 'stationDelete',
        'store.touched': {
          target: 'workingOnStation',
          actions: {
            type: 'want',
            params: ({ context }) => ({ ask: 'store-station', station: context.draft }),
          },
        },
        'back.touched': { target: 'stationList', actions: 'forgetEntered' },
      },
    }),
    stationName: state({
      on: {
        ...typesText(ADDRESS_BOOK_LIMITS.nameLength),
        ...clears('stationEdit', 'dropCharacter'),
        'start.pressed': {
          target: 'stationEdit',
          actions: [{ type: 'draft', params: ({ context }) => ({ name: context.entered }) }, 'forgetEntered'],
        },
      },
    }),
    stationAddress: state({
      on: {
        ...typesText(ENTRY_CHARACTERS),
        ...clears('stationEdit', 'dropCharacter'),
        'start.pressed': {
          target: 'stationEdit',
          actions: [{ type: 'draft', params: ({ context }) => ({ address: context.entered }) }, 'forgetEntered'],
        },
      },
    }),
    stationDelete: state({
      on: {
        'yes.touched': {
          target: 'workingOnStation',
          actions: {
            type: 'want',
            params: ({ context }) => ({ ask: 'remove-station', number: context.draft.number }),
          },
        },
        'back.touched': 'stationEdit',
      },
    }),
    workingOnStation: state(performs('stationList', 'stationEdit')),
  },
});
