import { parseArgs } from 'node:util';
import { PORT_RANGE } from './machine-options.ts';
import { choiceOption, numberOption } from './option-values.ts';
import { SERVER_ARGUMENTS, SERVER_USAGE, type ServerOptions, serverOptions } from './server-options.ts';
import { UsageError } from './usage-error.ts';

export const SERVE_USAGE = `usage: dpsim serve [options]

Two machines on a virtual LAN with a name server, in real time: their front panels in a browser, everything else over an
HTTP API (docs/api.md). Their SMTP ports are published on this host, for mail clients and servers of yours. Ctrl-C ends.

${SERVER_USAGE.address}
  --smtp-port N     SMTP port of the first machine, the second has the next; 0 takes free ones (default: 2525)
  --far-end-port N  where port 25 of mail servers outside the lab really is (default: 25)
  --clock KIND      wall, or virtual: time passes only when a call advances it or waits, and no SMTP port is published
                    (default: wall)
${SERVER_USAGE.rest}
  --help

Exit code: 0 ended by SIGINT or SIGTERM; 2 the command line, a port or the folder cannot be used.`;

export interface ServeOptions extends ServerOptions {
  readonly smtpPort: number;
  readonly farEndPort: number;
  readonly clock: 'virtual' | 'wall';
}

/** The second machine's port is the next one. */
const SMTP_PORT_RANGE = { min: 0, max: PORT_RANGE.max - 1 } as const;

/**
 * Reads the command line; undefined when help is asked for. `newToken` makes one where callers from elsewhere need it. Throws
 * UsageError.
 */
export function parseServeOptions(args: readonly string[], newToken: () => string): ServeOptions | undefined {
  const { values } = read(args);
  if (values.help) return undefined;
  return {
    ...serverOptions(values, newToken),
    smtpPort: numberOption('smtp-port', values['smtp-port'], SMTP_PORT_RANGE),
    farEndPort: numberOption('far-end-port', values['far-end-port'], PORT_RANGE),
    clock: choiceOption('clock', values.clock, ['virtual', 'wall']),
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...SERVER_ARGUMENTS,
        'smtp-port': { type: 'string', default: '2525' },
        'far-end-port': { type: 'string', default: '25' },
        clock: { type: 'string', default: 'wall' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)} (dpsim serve --help)`);
  }
}
