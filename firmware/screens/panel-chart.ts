import { emptyContext, panelSetup } from './panel-setup.ts';
import { functionStates } from './states/function-states.ts';
import { jobStates } from './states/job-states.ts';
import { sendingStates } from './states/sending-states.ts';

const toStandby = { target: '.standby', actions: 'forgetScan' } as const;

/**
 * What a key does (chart of *own design*). One state is one screen, but for those that lead on at once; the chart keeps
 * what is typed and chosen and which job the panel follows, everything else on a screen comes from the machine. Soft keys
 * and rows of lists come as events of their own: the screens say which.
 */
export const panelChart = panelSetup.createMachine({
  id: 'panel',
  context: ({ input }) => emptyContext(input),
  initial: 'starting',
  states: {
    starting: { on: { 'machine.ready': 'operating' } },
    operating: {
      initial: 'standby',
      on: {
        'reset.pressed': toStandby,
        'fax.pressed': toStandby,
        'copy.pressed': '.copy',
        'function.pressed': '.functions',
        'redial.pressed': '.sending.redial',
        'energy-saver.pressed': '.energySaver',
        'stop.pressed': [
          {
            guard: { type: 'oneRuns', params: ({ event }) => event },
            target: '.job.progress',
            actions: [{ type: 'followRunning', params: ({ event }) => event }, 'cancelJob'],
          },
          {
            guard: { type: 'severalRun', params: ({ event }) => event },
            target: '.job.stopChoice',
            actions: 'fromTop',
          },
        ],
        'job.started': {
          target: '.job.progress',
          actions: ['forgetEntry', 'forgetScan', { type: 'follow', params: ({ event }) => event }],
        },
        'order.refused': { actions: { type: 'tell', params: ({ event }) => event } },
        'job.shown': [
          {
            guard: { type: 'underWay', params: ({ event }) => event },
            target: '.job.progress',
            actions: { type: 'follow', params: ({ event }) => event },
          },
          {
            guard: { type: 'asking', params: ({ event }) => event },
            target: '.job.question',
            actions: { type: 'follow', params: ({ event }) => event },
          },
          { target: '.job.result', actions: { type: 'follow', params: ({ event }) => event } },
        ],
        'operator.away': { ...toStandby, actions: ['forgetScan', 'askAgain'] },
        'machine.unused': { target: '.energySaver', actions: 'forgetScan' },
      },
      states: {
        standby: {
          entry: ['forgetEntry', 'beIdle'],
          on: {
            'digit.pressed': {
              target: 'sending.station',
              actions: { type: 'appendDigit', params: ({ event }) => ({ text: event.digit }) },
            },
            'text.typed': { target: 'sending.address', actions: { type: 'appendText', params: ({ event }) => event } },
            'start.pressed': { actions: { type: 'tell', params: { hint: 'ENTER A STATION OR ADDRESS FIRST' } } },
            'clear.pressed': { actions: 'wantIncomplete' },
            'address-book.touched': 'sending.addressBook',
            'scan-settings.touched': 'sending.scanSettings',
            'job-list.touched': 'functions.jobList',
            'info-code.touched': {
              target: 'standbyInfoCode',
              actions: { type: 'choose', params: ({ event }) => ({ item: event.code }) },
            },
            'file.shown': { target: 'job.result', actions: { type: 'follow', params: ({ event }) => event } },
            'job.asks': { target: 'job.question', actions: { type: 'follow', params: ({ event }) => event } },
          },
        },
        standbyInfoCode: {
          description: 'What stands in the machine, explained.',
          on: { 'back.touched': 'standby' },
        },
        energySaver: {
          entry: 'forgetEntry',
          on: {
            'panel.woken': 'standby',
            'energy-saver.pressed': 'standby',
            'job.asks': { target: 'job.question', actions: { type: 'follow', params: ({ event }) => event } },
          },
        },
        copy: { on: { 'back.touched': 'standby' } },
        sending: sendingStates,
        job: jobStates,
        functions: functionStates,
      },
    },
  },
});
