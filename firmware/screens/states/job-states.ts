import { panelSetup } from '../panel-setup.ts';
import { TURNS_PAGES } from './typing.ts';

const state = panelSetup.createStateConfig;
const toStandby = '#panel.operating.standby';

/** The job that the panel follows, from START to its result. */
export const jobStates = state({
  initial: 'progress',
  exit: 'unfollow',
  states: {
    progress: state({
      on: {
        'stop.pressed': { actions: 'cancelJob' },
        'reset.pressed': { target: toStandby, description: 'The job goes on from memory.' },
        'job.asks': 'question',
        'job.ended': 'result',
        'operator.away': {},
        'machine.unused': {},
      },
    }),
    question: state({
      description: 'Left without an answer, it is asked again when the operator has gone.',
      exit: 'postpone',
      on: {
        'start.pressed': { actions: 'sendStored' },
        'digit.pressed': { guard: 'scanOnKey', actions: 'scanOn' },
        'stop.pressed': { actions: 'cancelJob' },
        'job.goes-on': { target: 'progress', actions: 'answered' },
        'job.ended': { target: 'result', actions: 'answered' },
        'operator.away': {},
        'machine.unused': {},
      },
    }),
    result: state({
      on: {
        'start.pressed': { actions: 'resendJob' },
        'clear.pressed': { actions: 'discardJob' },
        'info-code.touched': {
          target: 'resultInfoCode',
          actions: { type: 'choose', params: ({ event }) => ({ item: event.code }) },
        },
        'job.goes-on': 'progress',
        'job.asks': 'question',
        'stop.pressed': [
          {
            guard: { type: 'oneRuns', params: ({ event }) => event },
            target: 'progress',
            actions: [{ type: 'followRunning', params: ({ event }) => event }, 'cancelJob'],
          },
          { guard: { type: 'severalRun', params: ({ event }) => event }, target: 'stopChoice', actions: 'fromTop' },
          { target: toStandby },
        ],
      },
    }),
    resultInfoCode: state({ on: { 'back.touched': 'result' } }),
    stopChoice: state({
      description: 'STOP was pressed and more than one job can be meant.',
      on: {
        ...TURNS_PAGES,
        'row.touched': {
          target: 'progress',
          actions: [{ type: 'followItem', params: ({ event }) => event }, 'cancelJob'],
        },
        'back.touched': toStandby,
      },
    }),
  },
});
