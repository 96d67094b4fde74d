import { assign, emit, setup } from 'xstate';
import type { ScreenName } from './screens.ts';

/**
 * What a key does (chart of *own design*). One state is one screen; the chart keeps what is typed and which job the panel
 * follows, everything else on a screen comes from the machine.
 */
export interface PanelContext {
  readonly entered: string;
  readonly hint: string;
  /** The job that the panel follows. */
  readonly fileNumber: number | undefined;
}

export type PanelEvent =
  | { readonly type: 'machine.ready' }
  | { readonly type: 'digit.pressed'; readonly digit: string }
  | { readonly type: 'text.typed'; readonly text: string }
  | { readonly type: 'start.pressed' }
  | { readonly type: 'stop.pressed' }
  | { readonly type: 'clear.pressed' }
  | { readonly type: 'reset.pressed' }
  | { readonly type: 'job.started'; readonly fileNumber: number }
  | { readonly type: 'order.refused'; readonly hint: string }
  | { readonly type: 'job.asks'; readonly fileNumber: number }
  | { readonly type: 'file.shown'; readonly fileNumber: number }
  | { readonly type: 'job.goes-on' }
  | { readonly type: 'job.ended' };

/** What the operator wants of the machine; told once the keys are dealt with. */
export type PanelWish =
  | { readonly type: 'station.ordered' | 'address.ordered' }
  | { readonly type: 'xmt.cancel' | 'xmt.send-stored' | 'xmt.scan-on' | 'xmt.resend' | 'xmt.discard' }
  /** Nobody is at work with the panel: a job that asks may do so now. */
  | { readonly type: 'panel.idle' }
  | { readonly type: 'incomplete.wanted' };

export const STATION_DIGITS = 3;
/** RFC 5321 4.5.3.1.3: a path has 256 octets; a dozen of them with their commas (*own design*). */
export const ADDRESS_CHARACTERS = 12 * 257;

export const panelChart = setup({
  types: {} as { context: PanelContext; events: PanelEvent; emitted: PanelWish },
  guards: {
    scanOnKey: ({ event }) => event.type === 'digit.pressed' && event.digit === '1',
    lastCharacter: ({ context }) => context.entered.length <= 1,
  },
  actions: {
    appendDigit: assign({
      entered: ({ context }, params: { readonly digit: string }) =>
        (context.entered + params.digit).slice(0, STATION_DIGITS),
      hint: '',
    }),
    appendText: assign({
      entered: ({ context }, params: { readonly text: string }) =>
        (context.entered + params.text).slice(0, ADDRESS_CHARACTERS),
      hint: '',
    }),
    dropCharacter: assign({ entered: ({ context }) => context.entered.slice(0, -1), hint: '' }),
    forgetEntry: assign({ entered: '', hint: '', fileNumber: undefined }),
    tell: assign({ hint: (_, params: { readonly hint: string }) => params.hint }),
    follow: assign({ fileNumber: (_, params: { readonly fileNumber: number }) => params.fileNumber, hint: '' }),
    orderStation: emit({ type: 'station.ordered' }),
    orderAddress: emit({ type: 'address.ordered' }),
    cancelJob: emit({ type: 'xmt.cancel' }),
    scanOn: emit({ type: 'xmt.scan-on' }),
    sendStored: emit({ type: 'xmt.send-stored' }),
    resendJob: emit({ type: 'xmt.resend' }),
    discardJob: emit({ type: 'xmt.discard' }),
    beIdle: emit({ type: 'panel.idle' }),
    wantIncomplete: emit({ type: 'incomplete.wanted' }),
  },
}).createMachine({
  id: 'panel',
  context: { entered: '', hint: '', fileNumber: undefined },
  initial: 'starting',
  states: {
    starting: { on: { 'machine.ready': 'standby' } },
    standby: {
      entry: ['forgetEntry', 'beIdle'],
      on: {
        'digit.pressed': { target: 'station', actions: { type: 'appendDigit', params: ({ event }) => event } },
        'text.typed': { target: 'address', actions: { type: 'appendText', params: ({ event }) => event } },
        'start.pressed': { actions: { type: 'tell', params: { hint: 'ENTER A STATION OR ADDRESS FIRST' } } },
        'clear.pressed': { actions: 'wantIncomplete' },
        'file.shown': { target: 'result', actions: { type: 'follow', params: ({ event }) => event } },
        'job.asks': { target: 'question', actions: { type: 'follow', params: ({ event }) => event } },
      },
    },
    station: {
      on: {
        'digit.pressed': { actions: { type: 'appendDigit', params: ({ event }) => event } },
        'text.typed': { target: 'address', actions: { type: 'appendText', params: ({ event }) => event } },
        'clear.pressed': [{ guard: 'lastCharacter', target: 'standby' }, { actions: 'dropCharacter' }],
        'reset.pressed': 'standby',
        'start.pressed': { actions: 'orderStation' },
        'order.refused': { actions: { type: 'tell', params: ({ event }) => event } },
        'job.started': { target: 'progress', actions: { type: 'follow', params: ({ event }) => event } },
      },
    },
    address: {
      on: {
        'digit.pressed': { actions: { type: 'appendText', params: ({ event }) => ({ text: event.digit }) } },
        'text.typed': { actions: { type: 'appendText', params: ({ event }) => event } },
        'clear.pressed': [{ guard: 'lastCharacter', target: 'standby' }, { actions: 'dropCharacter' }],
        'reset.pressed': 'standby',
        'start.pressed': { actions: 'orderAddress' },
        'order.refused': { actions: { type: 'tell', params: ({ event }) => event } },
        'job.started': { target: 'progress', actions: { type: 'follow', params: ({ event }) => event } },
      },
    },
    progress: {
      on: {
        'stop.pressed': { actions: 'cancelJob' },
        'reset.pressed': { target: 'standby', description: 'The job goes on from memory.' },
        'job.asks': 'question',
        'job.ended': 'result',
      },
    },
    question: {
      on: {
        'start.pressed': { actions: 'sendStored' },
        'digit.pressed': { guard: 'scanOnKey', actions: 'scanOn' },
        'stop.pressed': { actions: 'cancelJob' },
        'job.goes-on': 'progress',
        'job.ended': 'result',
      },
    },
    result: {
      on: {
        'reset.pressed': 'standby',
        'stop.pressed': 'standby',
        'start.pressed': { actions: 'resendJob' },
        'clear.pressed': { actions: 'discardJob' },
        'job.goes-on': 'progress',
        'job.asks': 'question',
      },
    },
  },
});

/** State and screen have the same name. */
export function screenOf(state: string): ScreenName {
  switch (state) {
    case 'standby':
    case 'station':
    case 'address':
    case 'progress':
    case 'question':
    case 'result':
      return state;
    default:
      return 'starting';
  }
}
