import { parseArgs } from 'node:util';
import { isLoopback, parseIpv4 } from '../../device-model/index.ts';
import { PORT_RANGE } from './machine-options.ts';
import { choiceOption, numberOption } from './option-values.ts';
import { UsageError } from './usage-error.ts';

export const SERVE_USAGE = `usage: dpsim serve [options]

Two machines on a virtual LAN with a name server, in real time: their front panels in a browser, everything else over an
HTTP API (docs/api.md). Their SMTP ports are published on this host, for mail clients and servers of yours. Ctrl-C ends.

  --port N          the port of panels and API; 0 takes a free one (default: 8025)
  --host ADDRESS    this host's address to serve on; others than loopback need a token (default: 127.0.0.1)
  --token TEXT      asked of every caller, 16 characters or more (default: none, or a new one where one is needed)
  --smtp-port N     SMTP port of the first machine, the second has the next; 0 takes free ones (default: 2525)
  --far-end-port N  where port 25 of mail servers outside the lab really is (default: 25)
  --clock KIND      wall, or virtual: time passes only when a call advances it or waits, and no SMTP port is published
                    (default: wall)
  --state DIR       keep the machines' memory and the received faxes there from one run to the next
  --json            print the line that tells what is served as JSON
  --help

Exit code: 0 ended by SIGINT or SIGTERM; 2 the command line, a port or the folder cannot be used.`;

export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly token: string | undefined;
  readonly smtpPort: number;
  readonly farEndPort: number;
  readonly clock: 'virtual' | 'wall';
  readonly state: string | undefined;
  readonly json: boolean;
}

/** What fits a cookie and an Authorization field (RFC 6750 2.1) and is not soon guessed; the length is *own design*. */
const TOKEN = /^[\w.~+/-]{16,200}=*$/;
/** The second machine's port is the next one. */
const SMTP_PORT_RANGE = { min: 0, max: PORT_RANGE.max - 1 } as const;

/**
 * Reads the command line; undefined when help is asked for. `newToken` makes one where callers from elsewhere need it. Throws
 * UsageError.
 */
export function parseServeOptions(args: readonly string[], newToken: () => string): ServeOptions | undefined {
  const { values } = read(args);
  if (values.help) return undefined;
  const { host, token } = values;
  if (parseIpv4(host) === undefined) {
    throw new UsageError(`--host ${host}: expected an IPv4 address of this host such as 127.0.0.1 or 0.0.0.0`);
  }
  if (token !== undefined && !TOKEN.test(token)) {
    throw new UsageError('--token: expected 16 to 200 letters, digits and characters of -._~+/');
  }
  return {
    port: numberOption('port', values.port, { min: 0, max: PORT_RANGE.max }),
    host,
    token: token ?? (isLoopback(host) ? undefined : newToken()),
    smtpPort: numberOption('smtp-port', values['smtp-port'], SMTP_PORT_RANGE),
    farEndPort: numberOption('far-end-port', values['far-end-port'], PORT_RANGE),
    clock: choiceOption('clock', values.clock, ['virtual', 'wall']),
    state: values.state,
    json: values.json,
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '8025' },
        host: { type: 'string', default: '127.0.0.1' },
        token: { type: 'string' },
        'smtp-port': { type: 'string', default: '2525' },
        'far-end-port': { type: 'string', default: '25' },
        clock: { type: 'string', default: 'wall' },
        state: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)} (dpsim serve --help)`);
  }
}
