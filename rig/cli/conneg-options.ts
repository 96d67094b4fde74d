import { parseArgs } from 'node:util';
import { PAPER_SIZES } from '../../device-model/page/paper-size.ts';
import { RESOLUTION_NAMES } from '../../device-model/page/resolution.ts';
import { readActionWords } from './action-words.ts';
import { STANDARD_INPUT } from './read-capability-text.ts';
import { UsageError } from './usage-error.ts';

export const CONNEG_USAGE = `usage: dpsim conneg parse [SOURCE] [--strict] [--json]
       dpsim conneg match SOURCE SOURCE [--json]
       dpsim conneg why [SOURCE] [--model M] [--resolution R] [--paper P] [--json]

Capabilities as fax machines tell them in answer to RCPT TO:<...> CONNEG: the bare lines of the manual's page 472, the
CONNEG lines of RFC 4141, or one expression of RFC 2533. A SOURCE is a file, - for standard input (the default), or an
expression that begins with "(".

  parse                 what was read and what was put right, as an expression and in normal form
  match                 what two capabilities have in common, in normal form
  why                   what a machine would send to that far end, and why

  --strict              parse: refuse what RFC 2533 and RFC 4141 do not allow, instead of repairing it
  --model M             why: dp-3510, dp-4530 or dp-6030 (default: dp-4530)
  --resolution R        why: as scanned: standard, fine, superfine, ${RESOLUTION_NAMES.join(', ')} (default: fine)
  --paper P             why: ${PAPER_SIZES.join(', ')} (default: A4)
  --json                print one JSON object
  --help

Exit code: 0 done, 1 nothing in common or no form to send, 2 the command line or a source cannot be used.`;

export type ConnegOptions =
  | { readonly action: 'parse'; readonly source: string; readonly strict: boolean; readonly json: boolean }
  | { readonly action: 'match'; readonly sources: readonly [string, string]; readonly json: boolean }
  | { readonly action: 'why'; readonly source: string; readonly words: WhyWords; readonly json: boolean };

/** As written; what they may be is known where they are used, so that the other actions load no machine. */
export interface WhyWords {
  readonly model: string;
  readonly resolution: string;
  readonly paper: string;
}

type Action = ConnegOptions['action'];
const ACTIONS = ['parse', 'match', 'why'] as const satisfies readonly Action[];

/** Options that one action alone has. */
const OWNERS: Readonly<Record<'strict' | 'model' | 'resolution' | 'paper', readonly Action[]>> = {
  strict: ['parse'],
  model: ['why'],
  resolution: ['why'],
  paper: ['why'],
};

const OPTIONS = {
  strict: { type: 'boolean' },
  model: { type: 'string' },
  resolution: { type: 'string' },
  paper: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** Reads the command line; undefined when help is asked for. Throws UsageError. */
export function parseConnegOptions(args: readonly string[]): ConnegOptions | undefined {
  const read = readActionWords({ command: 'conneg', actions: ACTIONS, owners: OWNERS }, () =>
    parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS }),
  );
  if (read === undefined) return undefined;
  const { action, words: sources, values } = read;
  const json = values.json === true;
  if (action === 'match') return { action, sources: twoSources(sources), json };
  const source = oneSource(action, sources);
  if (action === 'parse') return { action, source, strict: values.strict === true, json };
  const { model = 'dp-4530', resolution = 'fine', paper = 'A4' } = values;
  return { action, source, words: { model, resolution, paper }, json };
}

function oneSource(action: Action, [source = STANDARD_INPUT, ...more]: readonly string[]): string {
  if (more.length === 0) return source;
  throw new UsageError(`conneg ${action}: expected one source, found ${more.length + 1}`);
}

function twoSources(sources: readonly string[]): readonly [string, string] {
  const [a, b, ...more] = sources;
  if (a === undefined || b === undefined || more.length > 0) {
    throw new UsageError(`conneg match: expected two sources, found ${sources.length}`);
  }
  if (a === STANDARD_INPUT && b === STANDARD_INPUT) {
    throw new UsageError('conneg match: expected standard input once, found - twice');
  }
  return [a, b];
}
