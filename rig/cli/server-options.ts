import { isLoopback, parseIpv4 } from '../../device-model/index.ts';
import { PORT_RANGE } from './machine-options.ts';
import { numberOption } from './option-values.ts';
import { UsageError } from './usage-error.ts';

/** What every command that serves a rig asks for. */
export interface ServerOptions {
  readonly port: number;
  readonly host: string;
  readonly token: string | undefined;
  readonly state: string | undefined;
  readonly json: boolean;
}

/** Of `parseArgs`. */
export const SERVER_ARGUMENTS = {
  port: { type: 'string', default: '8025' },
  host: { type: 'string', default: '127.0.0.1' },
  token: { type: 'string' },
  state: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** Lines of a usage text, in two parts between which a command's own options go. */
export const SERVER_USAGE = {
  address: `  --port N          the port of panels and API; 0 takes a free one (default: 8025)
  --host ADDRESS    this host's address to serve on; others than loopback need a token (default: 127.0.0.1)
  --token TEXT      asked of every caller, 16 characters or more (default: none, or a new one where one is needed)`,
  rest: `  --state DIR       keep the machines' memory and the received faxes there from one run to the next
  --json            print the line that tells what is served as JSON`,
} as const;

/** What fits a cookie and an Authorization field (RFC 6750 2.1) and is not soon guessed; the length is *own design*. */
const TOKEN = /^[\w.~+/-]{16,200}=*$/;

/** Checks what was read by `SERVER_ARGUMENTS`. `newToken` makes one where callers from elsewhere need it. Throws UsageError. */
export function serverOptions(
  values: {
    readonly port: string;
    readonly host: string;
    readonly token?: string | undefined;
    readonly state?: string | undefined;
    readonly json: boolean;
  },
  newToken: () => string,
): ServerOptions {
  const { host, token, state, json } = values;
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
    state,
    json,
  };
}
