import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseIpv4 } from '../../device-model/index.ts';
import { modelOption, ownAddress, PORT_RANGE } from './machine-options.ts';
import { choiceOption, numberOption } from './option-values.ts';
import { UsageError } from './usage-error.ts';

export const LISTEN_USAGE = `usage: dpsim listen [options]

A virtual machine receives Internet faxes from this host's network: from another dpsim, a mail client or a real machine.
Each becomes a folder below --out: message.eml as received, fax.pdf, page-N.png, record.json; journal.txt has a line for it.

  --port N              the port to listen on (default: 2525)
  --bind ADDRESS        this host's address to listen on; 0.0.0.0 for all (default: 127.0.0.1)
  --out DIR             where the faxes go (default: out/listen)
  --state DIR           where the machine's memory is kept from one run to the next (default: .machine below --out): journal,
                        settings, what was received and is not printed yet, messages known already
  --mailbox BOX         receive for this local-part or address only; may be repeated (default: every address)
  --dialect D           how the capability is told: manual, manual-verbatim or rfc4141 (default: the model's)
  --max-size OCTETS     longest message taken (default: 33554432)
  --model M             dp-3510, dp-4530 or dp-6030 (default: dp-4530)
  --once                end after the first fax
  --help

Exit code: 0 ended by SIGINT, or with --once when the fax was printed; 1 when it was not; 2 the command line, a folder or the
port cannot be used.`;

export interface ListenOptions {
  readonly model: string;
  readonly bind: string;
  readonly port: number;
  readonly out: string;
  readonly state: string | undefined;
  readonly mailboxes: readonly string[];
  readonly dialect: 'Model' | 'manual' | 'manual-verbatim' | 'rfc4141';
  readonly maxOctets: number | undefined;
  readonly once: boolean;
  readonly from: string;
}

/** A message of a gibibyte is no fax; the message is in memory as a whole. *Own design.* */
const SIZE_RANGE = { min: 1_024, max: 1_073_741_824 } as const;

/** Reads the command line; undefined when help is asked for. Throws UsageError. */
export function parseListenOptions(args: readonly string[]): ListenOptions | undefined {
  const { values } = read(args);
  if (values.help) return undefined;
  if (parseIpv4(values.bind) === undefined) {
    throw new UsageError(`--bind ${values.bind}: expected an IPv4 address of this host such as 127.0.0.1 or 0.0.0.0`);
  }
  return {
    model: modelOption(values.model),
    bind: values.bind,
    port: numberOption('port', values.port, { min: 0, max: PORT_RANGE.max }),
    out: values.out,
    state: values.state,
    mailboxes: values.mailbox === undefined ? ['*@*'] : values.mailbox.map(mailboxPattern),
    dialect:
      values.dialect === undefined
        ? 'Model'
        : choiceOption('dialect', values.dialect, ['manual', 'manual-verbatim', 'rfc4141']),
    maxOctets: values['max-size'] === undefined ? undefined : numberOption('max-size', values['max-size'], SIZE_RANGE),
    once: values.once,
    from: ownAddress(),
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        model: { type: 'string', default: 'dp-4530' },
        port: { type: 'string', default: '2525' },
        bind: { type: 'string', default: '127.0.0.1' },
        out: { type: 'string', default: join('out', 'listen') },
        state: { type: 'string' },
        mailbox: { type: 'string', multiple: true },
        dialect: { type: 'string' },
        'max-size': { type: 'string' },
        once: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)} (dpsim listen --help)`);
  }
}

/** A bare local part is one at any domain: the machine's own domain means nothing to who tests it. */
function mailboxPattern(box: string): string {
  if (!/^[!-?A-~]+(@[!-?A-~]+)?$/.test(box)) {
    throw new UsageError(`--mailbox ${box}: expected a local part such as june or an address such as june@fax.example`);
  }
  return box.includes('@') ? box : `${box}@*`;
}
