import { parseArgs } from 'node:util';
import type { JbigEncodeOptions, LateLength } from '../../firmware/coding/jbig/encode-jbig.ts';
import { MAX_ADAPTIVE_OFFSET, MAX_LENGTH } from '../../firmware/coding/jbig/image-header.ts';
import type { TemplateName } from '../../firmware/coding/jbig/template.ts';
import { readActionWords } from './action-words.ts';
import { choiceOption, numberOption, oneFile, outFile } from './option-values.ts';
import { UsageError } from './usage-error.ts';

const TEMPLATES = ['three-line', 'two-line'] as const satisfies readonly TemplateName[];

export const JBIG_USAGE = `usage: dpsim jbig encode PBM -o OUT [options] [--json]
       dpsim jbig decode FILE -o OUT [--json]
       dpsim jbig info FILE [--json]

Bare JBIG pages (ITU-T T.82, one layer, as T.85 restricts it): header and stripes without a file around them.

  encode                one picture of a PBM file (P4 or P1) becomes a JBIG page
  decode                a JBIG page becomes a PBM (P4); of a damaged one as many rows as can be had, the others white
  info                  what the header says, how many rows are damaged, and the FNV-1a 64 of the pels

  -o, --out OUT         the file to write
  --stripe-rows N       encode: L0, rows of a stripe, or whole for one stripe (default: 128, which every far end reads)
  --template T          encode: ${TEMPLATES.join(' or ')}, which is LRLTWO (default: three-line)
  --typical on|off      encode: TPBON, rows equal to the one above cost nearly nothing (default: on)
  --adaptive N          encode: MX, how far the adaptive pel may move to the left, 0 (off) to ${MAX_ADAPTIVE_OFFSET}; pays for
                        halftones (default: 0)
  --announce-rows N     encode: VLENGTH: the header says N rows, as many as there are or more, or unknown, and NEWLEN tells
                        the true number later
  --newlen-row N        encode, with --announce-rows: NEWLEN stands behind the stripe with this row (default: the last)
  --json                print one JSON object
  --help

Exit code: 0 fine, 1 damaged, 2 the command line or a file cannot be used.`;

export type JbigOptions =
  | {
      readonly action: 'encode';
      readonly file: string;
      readonly out: string;
      readonly coding: JbigEncodeOptions;
      readonly json: boolean;
    }
  | { readonly action: 'decode'; readonly file: string; readonly out: string; readonly json: boolean }
  | { readonly action: 'info'; readonly file: string; readonly json: boolean };

type Action = JbigOptions['action'];
const ACTIONS = ['encode', 'decode', 'info'] as const satisfies readonly Action[];

/** Options that some actions alone have. */
const OWNERS: Readonly<Record<string, readonly Action[]>> = {
  out: ['encode', 'decode'],
  'stripe-rows': ['encode'],
  template: ['encode'],
  typical: ['encode'],
  adaptive: ['encode'],
  'announce-rows': ['encode'],
  'newlen-row': ['encode'],
};

const OPTIONS = {
  out: { type: 'string', short: 'o' },
  'stripe-rows': { type: 'string' },
  template: { type: 'string' },
  typical: { type: 'string' },
  adaptive: { type: 'string' },
  'announce-rows': { type: 'string' },
  'newlen-row': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the command line; undefined when help is asked for. Throws UsageError. */
export function parseJbigOptions(args: readonly string[]): JbigOptions | undefined {
  const read = readActionWords({ command: 'jbig', actions: ACTIONS, owners: OWNERS }, () =>
    parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS }),
  );
  if (read === undefined) return undefined;
  const { action, words, values } = read;
  const file = oneFile(`jbig ${action}`, words);
  const json = values.json === true;
  if (action === 'info') return { action, file, json };
  const out = outFile(`jbig ${action}`, values.out);
  if (action === 'decode') return { action, file, out, json };
  const { 'stripe-rows': stripeRows = '128', template = 'three-line', typical = 'on', adaptive = '0' } = values;
  const lateLength = lateLengthOf(values['announce-rows'], values['newlen-row']);
  return {
    action,
    file,
    out,
    coding: {
      stripeRows:
        stripeRows === 'whole' ? 'whole' : numberOption('stripe-rows', stripeRows, { min: 1, max: MAX_LENGTH }),
      template: choiceOption('template', template, TEMPLATES),
      typical: choiceOption('typical', typical, ['on', 'off']) === 'on',
      adaptive: numberOption('adaptive', adaptive, { min: 0, max: MAX_ADAPTIVE_OFFSET }),
      ...(lateLength === undefined ? {} : { lateLength }),
    },
    json,
  };
}

function lateLengthOf(announced: string | undefined, newlenRow: string | undefined): LateLength | undefined {
  if (announced === undefined) {
    if (newlenRow === undefined) return undefined;
    throw new UsageError('--newlen-row is of use with --announce-rows only: expected that as well');
  }
  const rows = { min: 1, max: MAX_LENGTH };
  const announcedRows = announced === 'unknown' ? MAX_LENGTH : numberOption('announce-rows', announced, rows);
  if (newlenRow === undefined) return { announcedRows };
  return { announcedRows, knownAfterRow: numberOption('newlen-row', newlenRow, rows) };
}
