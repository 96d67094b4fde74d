import { parseArgs } from 'node:util';
import { hostCalendar, parseIpv4 } from '../../device-model/index.ts';
import { PAPER_SIZES, type PaperSize } from '../../device-model/page/paper-size.ts';
import { RESOLUTION_NAMES, type ResolutionName } from '../../device-model/page/resolution.ts';
import { IMAGE_CODINGS } from '../../firmware/capability/image-coding.ts';
import { isTimeOfDay, SMTP_TIMER_KEYS } from '../../firmware/index.ts';
import { parseMailbox } from '../../firmware/smtp/wire/mailbox.ts';
import type { HostLabOptions } from '../lab/host-lab.ts';
import {
  dhcpOption,
  hostNameServers,
  MACHINE_OPTIONS,
  modelOption,
  nameServerOption,
  ownAddress,
  PORT_RANGE,
} from './machine-options.ts';
import { choiceOption, numberOption } from './option-values.ts';
import { UsageError } from './usage-error.ts';

/** The panel's words for resolutions (T.4 and the DP panels) beside the exact ones. */
const RESOLUTION_WORDS: Readonly<Record<string, ResolutionName>> = {
  standard: '204x98',
  fine: '204x196',
  superfine: '204x391',
};

/** As the rows of the timers have it. */
const TIMEOUT_RANGE_SECONDS = { min: 1, max: 7_200 } as const;

export const SEND_USAGE = `usage: dpsim send --to ADDRESS [options] ORIGINAL ...

A virtual machine scans the originals (PNG, JPEG, WebP, TIFF, SVG, PDF) and sends them by Direct Internet Fax over this
host's network: to the destination's mail exchange or address, or to june@[127.0.0.1].

  --to ADDRESS          a destination, local-part@domain or local-part@[IPv4 address]; may be repeated
  --via-server HOST[:PORT]   hand the fax to this mail server instead of calling the destinations
  --priority            before what waits for the line
  --at HH:MM            scan now, send at this time of day
  --port N              the far end's port (default: 25)
  --dns ADDR[:PORT]     name server, twice at most (default: those of this host)
  --allow HOST          reach this address, or this destination domain, although it is not private; may be repeated
  --resolution R        standard, fine, superfine, ${RESOLUTION_NAMES.join(', ')} (default: fine)
  --density N           1 lightest to 5 darkest (default: 3)
  --original TYPE       text, text-photo or photo (default: text)
  --paper SIZE          ${PAPER_SIZES.join(', ')} (default: the original's own)
  --coding C            MH, MR, MMR or JBIG instead of the best that both ends can do
  --header on|off       the line with date, sender and page number on every page (default: on)
  --redial N            further attempts after a failed one (default: 0)
  --interval S          seconds between attempts (default: 180)
  --timeout S           seconds to wait for the connection and for each reply (default: those of RFC 5321)
  --from ADDRESS        the machine's own address
  --model M             dp-3510, dp-4530 or dp-6030 (default: dp-4530)
  --address, --mask, --gateway ADDR   the machine's own settings
  --dhcp enabled|disabled             General Settings No. 22 (default: disabled)
  --show-dialogue       print every line both ways
  --save-message FILE   keep the message as it was sent
  --state DIR           keep the machine's memory there from one run to the next: journal, learned capability, and what was not
                        delivered. Ctrl-C keeps the job instead of stopping it; without originals, what is kept is sent on
  --json                print one JSON object instead of the story
  --help

Exit code: 0 delivered, 1 not delivered (the info code is printed), 2 the command line or a file cannot be used.`;

export interface SendOptions {
  readonly lab: Omit<HostLabOptions, 'startsAt' | 'seed'>;
  readonly files: readonly string[];
  readonly paper: PaperSize | undefined;
  /** Destination domains whose addresses may be reached whatever they are. */
  readonly allowedDomains: readonly string[];
  readonly showDialogue: boolean;
  readonly saveMessage: string | undefined;
  readonly json: boolean;
  readonly state: string | undefined;
}

/** Reads the command line; undefined when help is asked for. Throws UsageError. */
export function parseSendOptions(args: readonly string[]): SendOptions | undefined {
  const { values, positionals } = read(args);
  if (values.help) return undefined;
  const { state } = values;
  // Without originals, what is kept has its destinations.
  const sendsKept = state !== undefined && positionals.length === 0 && values.to === undefined;
  const [to, ...alsoTo] = sendsKept ? [] : destinations(values.to);
  const server = values['via-server'] === undefined ? undefined : serverOption(values['via-server']);
  if (positionals.length === 0 && !sendsKept)
    throw new UsageError('no originals: name at least one file (dpsim send --help)');
  if (sendsKept && values['save-message'] !== undefined) {
    throw new UsageError('--save-message keeps one message: name an original and a destination');
  }
  if (alsoTo.length > 0 && values['save-message'] !== undefined) {
    throw new UsageError('--save-message keeps one message: name one destination');
  }
  const allow = values.allow ?? [];
  const paper = values.paper === undefined ? undefined : choiceOption('paper', values.paper, PAPER_SIZES);
  const from = mailbox('from', values.from ?? ownAddress());
  return {
    files: positionals,
    paper,
    allowedDomains: allow.filter((host) => parseIpv4(host) === undefined).map((host) => host.toLowerCase()),
    showDialogue: values['show-dialogue'],
    saveMessage: values['save-message'],
    json: values.json,
    state,
    lab: {
      model: modelOption(values.model),
      address: values.address,
      mask: values.mask,
      gateway: values.gateway,
      dhcp: dhcpOption(values.dhcp),
      dnsServers: values.dns?.map(nameServerOption) ?? hostNameServers(),
      from,
      ...(to === undefined ? {} : { to }),
      alsoTo,
      viaServer: server?.host,
      smtpPort: server?.port ?? numberOption('port', values.port, PORT_RANGE),
      allow: allow.filter((host) => parseIpv4(host) !== undefined),
      settings: {
        resolution: resolutionOption(values.resolution),
        density: numberOption('density', values.density, { min: 1, max: 5 }),
        originalType: { text: 'Text', 'text-photo': 'Text/Photo', photo: 'Photo' }[
          choiceOption('original', values.original, ['text', 'text-photo', 'photo'])
        ],
        transferCoding: values.coding === undefined ? 'Best' : choiceOption('coding', values.coding, IMAGE_CODINGS),
        headerLine: choiceOption('header', values.header, ['On', 'Off']),
        redialCount: numberOption('redial', values.redial, { min: 0, max: 15 }),
        redialInterval: numberOption('interval', values.interval, { min: 0, max: 3_600 }),
        priorityXmt: values.priority ? 'On' : 'Off',
        ...deferredOption(values.at),
        ...timersOption(values.timeout),
      },
    },
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...MACHINE_OPTIONS,
        to: { type: 'string', multiple: true },
        'via-server': { type: 'string' },
        priority: { type: 'boolean', default: false },
        at: { type: 'string' },
        port: { type: 'string', default: '25' },
        dns: { type: 'string', multiple: true },
        allow: { type: 'string', multiple: true },
        resolution: { type: 'string', default: 'fine' },
        density: { type: 'string', default: '3' },
        original: { type: 'string', default: 'text' },
        paper: { type: 'string' },
        coding: { type: 'string' },
        header: { type: 'string', default: 'on' },
        redial: { type: 'string', default: '0' },
        interval: { type: 'string', default: '180' },
        timeout: { type: 'string' },
        'show-dialogue': { type: 'boolean', default: false },
        'save-message': { type: 'string' },
        json: { type: 'boolean', default: false },
        state: { type: 'string' },
      },
    });
  } catch (error) {
    // Node explains some mistakes in three lines.
    const told = (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, ' ');
    throw new UsageError(`${told} (dpsim send --help)`);
  }
}

/** A word of the panel or an exact resolution; throws UsageError. */
export function resolutionOption(text: string): ResolutionName {
  return (
    RESOLUTION_WORDS[text.toLowerCase()] ??
    choiceOption('resolution', text, [
      ...Object.keys(RESOLUTION_WORDS),
      ...RESOLUTION_NAMES,
    ] as readonly ResolutionName[])
  );
}

/** One wait for all: connection, replies and each block of the message (*own design*). */
function timersOption(text: string | undefined): Readonly<Record<string, number>> {
  if (text === undefined) return {};
  const seconds = numberOption('timeout', text, TIMEOUT_RANGE_SECONDS);
  return Object.fromEntries(SMTP_TIMER_KEYS.map((key) => [key, seconds]));
}

/** As many as a command line is good for; *own design*, the machine itself takes more. */
const MOST_DESTINATIONS = 100;

function destinations(told: readonly string[] | undefined): readonly string[] {
  const [first, ...others] = told ?? [];
  if (others.length >= MOST_DESTINATIONS)
    throw new UsageError(`--to: expected at most ${MOST_DESTINATIONS} destinations`);
  return [mailbox('to', first), ...others.map((address) => mailbox('to', address))];
}

function serverOption(text: string): { readonly host: string; readonly port: number } {
  const [host = '', port = '25', ...rest] = text.split(':');
  const fits = rest.length === 0 && /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(host);
  if (!fits) throw new UsageError(`--via-server ${text}: expected a host such as mail.example.com or 127.0.0.1:2525`);
  return { host, port: numberOption('via-server', port, PORT_RANGE) };
}

/** By this host's clock and zone. */
function deferredOption(text: string | undefined): Readonly<Record<string, string | number>> {
  if (text === undefined) return {};
  if (!isTimeOfDay(text)) throw new UsageError(`--at ${text}: expected a time of day from 00:00 to 23:59`);
  return { deferredXmt: text, timeZoneOffset: -hostCalendar().getTimezoneOffset() };
}

function mailbox(name: string, address: string | undefined): string {
  if (address === undefined)
    throw new UsageError(`--${name} is missing: expected an address such as june@fax.example.com`);
  const parsed = parseMailbox(address);
  if (!parsed.ok) throw new UsageError(`--${name}: ${parsed.sentence}`);
  return address;
}
