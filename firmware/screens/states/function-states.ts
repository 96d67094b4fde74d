import { panelSetup } from '../panel-setup.ts';
import { addressBookStates } from './address-book-states.ts';
import { fileStates } from './file-states.ts';
import { keyOperatorStates } from './key-operator-states.ts';
import { TURNS_PAGES, types } from './typing.ts';
import { performs } from './working.ts';

const state = panelSetup.createStateConfig;
const toMenu = '#panel.operating.functions.functionMenu';

/** What the FUNCTION key leads to. */
export const functionStates = state({
  initial: 'functionMenu',
  states: {
    functionMenu: state({
      exit: 'forgetHint',
      on: {
        'job-list.touched': { target: 'jobList', actions: 'fromTop' },
        'file-list.touched': { target: 'files', actions: ['fromTop', { type: 'want', params: { ask: 'list-files' } }] },
        'journal.touched': { target: 'journal', actions: 'fromTop' },
        'address-book.touched': { target: 'stations', actions: 'fromTop' },
        'info-codes.touched': { target: 'infoCodes', actions: 'fromTop' },
        'lan-status.touched': 'lanStatus',
        'self-test.touched': { target: 'testing', actions: { type: 'want', params: { ask: 'self-test' } } },
        'key-operator.touched': { target: 'keyOperator', actions: 'forgetEntered' },
        'back.touched': '#panel.operating.standby',
      },
    }),
    jobList: state({
      exit: 'forgetHint',
      on: { ...TURNS_PAGES, 'back.touched': toMenu },
    }),
    files: fileStates,
    journal: state({
      initial: 'journalList',
      states: {
        journalList: state({
          exit: 'forgetHint',
          on: {
            ...TURNS_PAGES,
            'row.touched': { target: 'journalEntry', actions: { type: 'choose', params: ({ event }) => event } },
            'print.touched': { target: 'printingJournal', actions: { type: 'want', params: { ask: 'print-journal' } } },
            'back.touched': toMenu,
          },
        }),
        journalEntry: state({
          on: {
            'info-code.touched': 'journalInfoCode',
            'back.touched': 'journalList',
          },
        }),
        journalInfoCode: state({ on: { 'back.touched': 'journalEntry' } }),
        printingJournal: state(performs('journalList', 'journalList')),
      },
    }),
    stations: addressBookStates,
    infoCodes: state({
      on: {
        ...types('typeFilter'),
        ...TURNS_PAGES,
        'clear.pressed': [{ guard: 'nothingTyped', target: 'functionMenu' }, { actions: 'dropCharacter' }],
        'row.touched': { target: 'infoCode', actions: { type: 'choose', params: ({ event }) => event } },
        'back.touched': 'functionMenu',
      },
    }),
    infoCode: state({ on: { 'back.touched': { target: 'infoCodes', actions: 'forgetEntered' } } }),
    lanStatus: state({
      on: {
        'self-test.touched': { target: 'testing', actions: { type: 'want', params: { ask: 'self-test' } } },
        'back.touched': 'functionMenu',
      },
    }),
    testing: state(performs('selfTest', 'functionMenu')),
    selfTest: state({
      entry: ['fromTop', { type: 'choose', params: { item: '' } }],
      on: {
        ...TURNS_PAGES,
        'row.touched': { actions: { type: 'choose', params: ({ event }) => event } },
        'self-test.touched': { target: 'testing', actions: { type: 'want', params: { ask: 'self-test' } } },
        'back.touched': 'functionMenu',
      },
    }),
    keyOperator: keyOperatorStates,
  },
});
