import { panelSetup } from '../panel-setup.ts';
import { TURNS_PAGES } from './typing.ts';

const state = panelSetup.createStateConfig;
const toStandby = '#panel.operating.standby';

/** From the first digit or letter of a destination to START. */
export const sendingStates = state({
  initial: 'station',
  on: {
    'destinations.read': {
      target: '.destinations',
      actions: { type: 'keepDestinations', params: ({ event }) => event },
    },
    'start.pressed': { actions: 'orderDestinations' },
  },
  states: {
    station: state({
      exit: 'forgetHint',
      on: {
        'digit.pressed': { actions: { type: 'appendDigit', params: ({ event }) => ({ text: event.digit }) } },
        'text.typed': { target: 'address', actions: { type: 'appendText', params: ({ event }) => event } },
        'clear.pressed': [{ guard: 'lastCharacter', target: 'leaving' }, { actions: 'dropCharacter' }],
        'back.touched': 'leaving',
        'start.pressed': { actions: 'orderStation' },
        'add.touched': { actions: 'addDestination' },
      },
    }),
    address: state({
      exit: 'forgetHint',
      on: {
        'digit.pressed': { actions: { type: 'appendText', params: ({ event }) => ({ text: event.digit }) } },
        'symbol.pressed': { actions: { type: 'appendText', params: ({ event }) => ({ text: event.symbol }) } },
        'text.typed': { actions: { type: 'appendText', params: ({ event }) => event } },
        'clear.pressed': [{ guard: 'lastCharacter', target: 'leaving' }, { actions: 'dropCharacter' }],
        'back.touched': 'leaving',
        'direct.touched': { actions: { type: 'addressBy', params: { via: 'direct' } } },
        'via-server.touched': { actions: { type: 'addressBy', params: { via: 'mail-server' } } },
        'start.pressed': { actions: 'orderAddress' },
        'add.touched': { actions: 'addDestination' },
      },
    }),
    leaving: state({
      description: 'Back to the destinations chosen before, if there are any.',
      always: [{ guard: 'hasDestinations', target: 'destinations', actions: 'fromTop' }, { target: toStandby }],
    }),
    destinations: state({
      exit: 'forgetHint',
      on: {
        ...TURNS_PAGES,
        'row.touched': { target: 'destination', actions: { type: 'choose', params: ({ event }) => event } },
        'digit.pressed': {
          target: 'station',
          actions: ['forgetEntered', { type: 'appendDigit', params: ({ event }) => ({ text: event.digit }) }],
        },
        'text.typed': {
          target: 'address',
          actions: ['forgetEntered', { type: 'appendText', params: ({ event }) => event }],
        },
        'address-book.touched': { target: 'addressBook', actions: 'fromTop' },
        'scan-settings.touched': 'scanSettings',
        'back.touched': toStandby,
      },
    }),
    destination: state({
      exit: 'forgetHint',
      on: {
        'direct.touched': { actions: { type: 'sendBy', params: { via: 'direct' } } },
        'via-server.touched': { actions: { type: 'sendBy', params: { via: 'mail-server' } } },
        'remove.touched': [
          { guard: 'severalDestinations', target: 'destinations', actions: 'removeDestination' },
          { target: toStandby },
        ],
        'back.touched': 'destinations',
      },
    }),
    addressBook: state({
      exit: 'forgetHint',
      on: {
        ...TURNS_PAGES,
        'row.touched': { actions: { type: 'toggleStation', params: ({ event }) => event } },
        'back.touched': 'leaving',
      },
    }),
    scanSettings: state({
      exit: 'forgetHint',
      on: {
        'row.touched': { target: 'scanChoice', actions: { type: 'choose', params: ({ event }) => event } },
        'back.touched': 'leaving',
      },
    }),
    scanChoice: state({
      exit: 'forgetHint',
      on: {
        'choice.touched': { target: 'scanSettings', actions: { type: 'chooseScan', params: ({ event }) => event } },
        'back.touched': 'scanSettings',
      },
    }),
    redial: state({
      exit: 'forgetHint',
      on: {
        'destinations.recalled': {
          target: 'destinations',
          actions: { type: 'keepDestinations', params: ({ event }) => event },
        },
        'back.touched': toStandby,
      },
    }),
  },
});
