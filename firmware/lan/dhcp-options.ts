import { parseIpv4, printIpv4 } from '../../device-model/index.ts';

/**
 * The options of a DHCP message (RFC 2132) that this machine and the lab's server have a use for; others are passed over.
 * Written here because no package for Node is fit to be kept: those there are send wrong client identifiers or no
 * BROADCAST flag, and leave the sending again to others.
 */
export interface DhcpOptions {
  /** RFC 2132, 3.3. */
  readonly mask?: string;
  /** 3.5, in order of preference. */
  readonly routers?: readonly string[];
  /** 3.8, in order of preference. */
  readonly nameServers?: readonly string[];
  /** 3.14: one label, or a full name. */
  readonly hostName?: string;
  /** 3.17. */
  readonly domainName?: string;
  /** 9.1. */
  readonly requestedAddress?: string;
  /** 9.2; 0xffffffff is for ever. */
  readonly leaseSeconds?: number;
  /** 9.7: the server's address. */
  readonly serverIdentifier?: string;
  /** 9.8: codes of the options that the client would like to have. */
  readonly parameterRequest?: readonly number[];
  /** 9.9: why the server says no. */
  readonly message?: string;
  /** 9.10. */
  readonly maximumMessageOctets?: number;
  /** 9.11, T1. */
  readonly renewalSeconds?: number;
  /** 9.12, T2. */
  readonly rebindingSeconds?: number;
  /** 9.14: type octet, then what is unique to the client. */
  readonly clientIdentifier?: Uint8Array;
}

type Form = 'address' | 'addresses' | 'text' | 'seconds' | 'octet-pair' | 'octets' | 'codes';

interface OptionRow {
  readonly code: number;
  readonly form: Form;
}

export const OPTION_ROWS = {
  mask: { code: 1, form: 'address' },
  routers: { code: 3, form: 'addresses' },
  nameServers: { code: 6, form: 'addresses' },
  hostName: { code: 12, form: 'text' },
  domainName: { code: 15, form: 'text' },
  requestedAddress: { code: 50, form: 'address' },
  leaseSeconds: { code: 51, form: 'seconds' },
  serverIdentifier: { code: 54, form: 'address' },
  parameterRequest: { code: 55, form: 'codes' },
  message: { code: 56, form: 'text' },
  maximumMessageOctets: { code: 57, form: 'octet-pair' },
  renewalSeconds: { code: 58, form: 'seconds' },
  rebindingSeconds: { code: 59, form: 'seconds' },
  clientIdentifier: { code: 61, form: 'octets' },
} as const satisfies Record<keyof DhcpOptions, OptionRow>;

/** Most octets one option holds; what is longer is split and put together again (RFC 3396). */
const OPTION_OCTETS = 255;
const PAD = 0;
const END = 255;

/** Code and octets of each option in `options`, in the order of the table. */
export function encodeOptions(options: DhcpOptions): number[] {
  const octets: number[] = [];
  for (const [key, row] of Object.entries(OPTION_ROWS)) {
    // Object.entries forgets that the keys are those of the table.
    const value = options[key as keyof DhcpOptions];
    if (value === undefined) continue;
    const data = dataOf(value, row.form);
    for (let at = 0; at < data.length; at += OPTION_OCTETS) {
      const part = data.slice(at, at + OPTION_OCTETS);
      octets.push(row.code, part.length, ...part);
    }
  }
  return octets;
}

/** Every option by its code, those given in parts put together; what runs over the end gives `undefined`. */
export function splitOptions(octets: Uint8Array, into: Map<number, number[]>): boolean {
  for (let at = 0; at < octets.length; ) {
    const code = octets[at] ?? END;
    if (code === END) return true;
    at += 1;
    if (code === PAD) continue;
    const length = octets[at];
    if (length === undefined || at + 1 + length > octets.length) return false;
    const data = octets.subarray(at + 1, at + 1 + length);
    const known = into.get(code);
    if (known === undefined) into.set(code, [...data]);
    else known.push(...data);
    at += 1 + length;
  }
  return true;
}

/** The options of the table; one whose octets do not fit its form counts as absent. */
export function readOptions(found: ReadonlyMap<number, readonly number[]>): DhcpOptions {
  const options: Record<string, unknown> = {};
  for (const [key, { code, form }] of Object.entries(OPTION_ROWS)) {
    const data = found.get(code);
    const value = data === undefined ? undefined : readForm(data, form);
    if (value !== undefined) options[key] = value;
  }
  // Each value was made by the form of its own row.
  return options as DhcpOptions;
}

function dataOf(value: NonNullable<DhcpOptions[keyof DhcpOptions]>, form: Form): number[] {
  if (typeof value === 'number') return form === 'octet-pair' ? fourOctets(value).slice(2) : fourOctets(value);
  if (value instanceof Uint8Array) return [...value];
  if (typeof value === 'string') {
    return form === 'text' ? [...Buffer.from(value, 'latin1')] : fourOctets(parseIpv4(value) ?? 0);
  }
  return value.flatMap((one) => (typeof one === 'number' ? [one] : fourOctets(parseIpv4(one) ?? 0)));
}

function readForm(data: readonly number[], form: Form): unknown {
  switch (form) {
    case 'address':
      return data.length === 4 ? printIpv4(wordOf(data)) : undefined;
    case 'addresses':
      return data.length === 0 || data.length % 4 !== 0 ? undefined : addressesOf(data);
    case 'seconds':
      return data.length === 4 ? wordOf(data) : undefined;
    case 'octet-pair':
      return data.length === 2 ? wordOf([0, 0, ...data]) : undefined;
    case 'octets':
      return Uint8Array.from(data);
    case 'codes':
      return [...data];
    case 'text':
      return textOf(data);
  }
}

function addressesOf(data: readonly number[]): string[] {
  const addresses: string[] = [];
  for (let at = 0; at < data.length; at += 4) addresses.push(printIpv4(wordOf(data.slice(at, at + 4))));
  return addresses;
}

/** Without the NUL that some servers put behind it (RFC 2132, 2: must not be there, must be borne). */
function textOf(data: readonly number[]): string | undefined {
  const text = Buffer.from(data).toString('latin1').replace(/\0+$/, '');
  return /^[\x20-\x7e]+$/.test(text) ? text : undefined;
}

function fourOctets(word: number): number[] {
  return [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff);
}

function wordOf(data: readonly number[]): number {
  return data.reduce((word, octet) => word * 256 + octet, 0);
}
