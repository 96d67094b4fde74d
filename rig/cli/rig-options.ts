import { parseArgs } from 'node:util';
import { oneFile } from './option-values.ts';
import { SERVER_ARGUMENTS, SERVER_USAGE, type ServerOptions, serverOptions } from './server-options.ts';
import { UsageError } from './usage-error.ts';

export const RIG_USAGE = `usage: dpsim rig check FILE ... [--json]
       dpsim rig up FILE [options]

A rig file describes machines and their LAN in YAML (docs/rig-file.md; examples: docs/examples).

check   tells every mistake of the files with line and column
  --json            the same as JSON

up      serves the rig as dpsim serve serves its two machines: panels in a browser, an HTTP API (docs/api.md). Machines that
        publish ports can be reached by mail clients of yours, and through a router with an uplink they reach mail servers
        of yours. Ctrl-C ends. Under clock: wall a file without startsAt begins at the time of this host.
${SERVER_USAGE.address}
${SERVER_USAGE.rest}
  --help

Exit code: 0 fine, or ended by SIGINT or SIGTERM; 2 a file has mistakes, or the command line, a port or the folder cannot
be used.`;

export type RigCommand =
  | { readonly action: 'check'; readonly files: readonly string[]; readonly json: boolean }
  | ({ readonly action: 'up'; readonly file: string } & ServerOptions);

/** Reads the command line; undefined when help is asked for. Throws UsageError. */
export function parseRigOptions(args: readonly string[], newToken: () => string): RigCommand | undefined {
  const [word, ...rest] = args;
  if (word === undefined) throw new UsageError('rig: expected check or up (dpsim rig --help)');
  if (word === '--help' || word === '-h') return undefined;
  const action = word === 'check' || word === 'up' ? word : undefined;
  if (action === undefined) throw new UsageError(`rig ${word}: expected check or up (dpsim rig --help)`);
  if (action === 'check') {
    const { values, positionals } = read(() =>
      parseArgs({
        args: [...rest],
        allowPositionals: true,
        options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
      }),
    );
    if (values.help) return undefined;
    if (positionals.length === 0) throw new UsageError('rig check: expected one file or more');
    return { action, files: positionals, json: values.json };
  }
  const { values, positionals } = read(() =>
    parseArgs({
      args: [...rest],
      allowPositionals: true,
      options: { ...SERVER_ARGUMENTS, help: { type: 'boolean', default: false } },
    }),
  );
  if (values.help) return undefined;
  return { action, file: oneFile('rig up', positionals), ...serverOptions(values, newToken) };
}

function read<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)} (dpsim rig --help)`);
  }
}
