import { getServers } from 'node:dns';
import { hostname } from 'node:os';
import { parseIpv4 } from '../../device-model/index.ts';
import { MODEL_NAMES } from '../../firmware/index.ts';
import { HOST_LAB_ADDRESS, type NameServerAddress } from '../lab/host-lab.ts';
import { numberOption } from './option-values.ts';
import { UsageError } from './usage-error.ts';

/** Options of `dpsim send` and `dpsim listen` alike: what the machine is and how it is set. For node's `parseArgs`. */
export const MACHINE_OPTIONS = {
  model: { type: 'string', default: 'dp-4530' },
  address: { type: 'string', default: HOST_LAB_ADDRESS.address },
  mask: { type: 'string', default: HOST_LAB_ADDRESS.mask },
  gateway: { type: 'string', default: HOST_LAB_ADDRESS.gateway },
  dhcp: { type: 'string', default: 'disabled' },
  from: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

export function modelOption(model: string): string {
  if (MODEL_NAMES.includes(model)) return model;
  throw new UsageError(`--model ${model}: expected one of ${MODEL_NAMES.join(', ')}`);
}

export function dhcpOption(text: string): 'Enabled' | 'Disabled' {
  const found = (['Enabled', 'Disabled'] as const).find((one) => one.toLowerCase() === text.toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError(`--dhcp ${text}: expected enabled or disabled`);
}

export const PORT_RANGE = { min: 1, max: 65_535 } as const;

/** `ADDRESS` or `ADDRESS:PORT`. */
export function nameServerOption(text: string): NameServerAddress {
  const [address = '', port = '53', ...rest] = text.split(':');
  if (parseIpv4(address) === undefined || rest.length > 0) {
    throw new UsageError(`--dns ${text}: expected an IPv4 address such as 192.0.2.53 or 127.0.0.1:5353`);
  }
  return { address, port: numberOption('dns', port, PORT_RANGE) };
}

/** The host's own name servers as far as they have IPv4 addresses. */
export function hostNameServers(): readonly NameServerAddress[] {
  return getServers().flatMap((server) => {
    const [address = '', port = '53'] = server.split(':');
    return parseIpv4(address) === undefined ? [] : [{ address, port: Number(port) }];
  });
}

/** The machine's address when none is told: on the host's own name, so that a peer sees where a test fax comes from. */
export function ownAddress(): string {
  const label =
    hostname()
      .split('.')[0]
      ?.toLowerCase()
      .replace(/[^a-z0-9-]/g, '-')
      .replace(/^-+|-+$/g, '') ?? '';
  return `fax@${label === '' ? 'dpsim' : label.slice(0, 63)}.dpsim.example`;
}
