import { ENTRY_CHARACTERS } from '../entries/typed.ts';
import type { PanelContext, PanelFileEdit, PanelRequest } from '../panel-language.ts';
import { panelSetup } from '../panel-setup.ts';
import { clears, TURNS_PAGES, typesDigits, typesText } from './typing.ts';
import { performs } from './working.ts';

const state = panelSetup.createStateConfig;

type At = { readonly context: PanelContext };

function ask(what: 'print-file' | 'delete-file' | 'resend-file') {
  return {
    target: 'workingOnFile' as const,
    actions: {
      type: 'want' as const,
      params: ({ context }: At): PanelRequest => ({ ask: what, fileNumber: Number(context.item) }),
    },
  };
}

function edit(of: (context: PanelContext) => PanelFileEdit) {
  return {
    target: 'changingFile' as const,
    actions: {
      type: 'want' as const,
      params: ({ context }: At): PanelRequest => ({
        ask: 'edit-file',
        fileNumber: Number(context.item),
        edit: of(context),
      }),
    },
  };
}

/** `hhmm`. */
export const TIME_DIGITS = 4;

/** The file list: print, delete, resend, another station or time. */
export const fileStates = state({
  initial: 'listingFiles',
  states: {
    listingFiles: state(performs('fileList', '#panel.operating.functions.functionMenu')),
    fileList: state({
      exit: 'forgetHint',
      on: {
        ...TURNS_PAGES,
        'files.listed': { actions: { type: 'hear', params: ({ event }) => event.answer } },
        'row.touched': { target: 'file', actions: { type: 'choose', params: ({ event }) => event } },
        'back.touched': '#panel.operating.functions.functionMenu',
      },
    }),
    file: state({
      exit: 'forgetHint',
      on: {
        'print.touched': ask('print-file'),
        'delete.touched': 'fileDelete',
        'resend.touched': ask('resend-file'),
        'edit.touched': { target: 'fileEdit', actions: 'fromTop' },
        'back.touched': 'relisting',
      },
    }),
    fileDelete: state({ on: { 'yes.touched': ask('delete-file'), 'back.touched': 'file' } }),
    workingOnFile: state(performs('relisting', 'file')),
    relisting: state({
      description: 'What was done shows in the list.',
      always: {
        target: 'listingFiles',
        actions: [
          { type: 'want', params: { ask: 'list-files' } },
          { type: 'enter', params: { text: '' } },
        ],
      },
    }),
    fileEdit: state({
      exit: 'forgetHint',
      on: {
        ...TURNS_PAGES,
        'row.touched': { target: 'fileDestination', actions: { type: 'choosePart', params: ({ event }) => event } },
        'time.touched': { target: 'fileTime', actions: 'forgetEntered' },
        'back.touched': 'file',
      },
    }),
    fileDestination: state({
      on: {
        ...typesText(ENTRY_CHARACTERS),
        ...clears('fileEdit', 'dropCharacter'),
        'start.pressed': edit(({ part, entered }) => ({ destination: part, to: entered })),
      },
    }),
    fileTime: state({
      on: {
        ...typesDigits(TIME_DIGITS),
        ...clears('fileEdit', 'dropCharacter'),
        'start.pressed': edit(({ entered }) => ({ at: entered })),
      },
    }),
    changingFile: state(performs('relisting', 'fileEdit')),
  },
});
