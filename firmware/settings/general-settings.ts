import { parseIpv4 } from '../../device-model/index.ts';
import {
  choice,
  domainNameFault,
  hostNameFault,
  mailboxFault,
  type Parameter,
  secretDigits,
  text,
  wholeNumber,
} from './parameter.ts';

const ownDesign = 'own design' as const;
/** What the page demands beside No. 22: address, mask, gateway, domain name and DNS; it numbers none of them. */
const named = 'manual p. 472, number own design' as const;

function ipv4Fault(value: string): string | undefined {
  return parseIpv4(value) === undefined ? 'expected four numbers from 0 to 255 such as 192.0.2.10' : undefined;
}

function hostFault(value: string): string | undefined {
  return /^[\d.]+$/.test(value) ? ipv4Fault(value) : domainNameFault(value);
}

/**
 * General Settings (For Key Operator). Only No. 22 and its being a switch are the manual's; every other number in this
 * list, every default and every limit is *own design*. Empty text means "not set". An address is checked here for its
 * form only; whether it can serve is the guard's question (`xmt/preflight.ts`).
 */
export const GENERAL_SETTINGS = {
  dhcp: choice({ number: '22', name: 'DHCP', source: 'manual p. 472' }, ['Enabled', 'Disabled'], 'Enabled'),
  ipAddress: text({ number: '23', name: 'IP Address', source: named }, ipv4Fault),
  subnetMask: text({ number: '24', name: 'Subnet Mask', source: named }, ipv4Fault),
  defaultGateway: text({ number: '25', name: 'Default Gateway', source: named }, ipv4Fault),
  dnsServer1: text({ number: '26', name: 'DNS Server 1', source: named }, ipv4Fault),
  dnsServer2: text({ number: '27', name: 'DNS Server 2', source: ownDesign }, ipv4Fault),
  hostName: text({ number: '28', name: 'Host Name', source: named }, hostNameFault),
  domainName: text({ number: '29', name: 'Domain Name', source: named }, domainNameFault),
  machineAddress: text({ number: '30', name: 'Machine E-Mail Address', source: ownDesign }, mailboxFault),
  mailServer: text({ number: '31', name: 'SMTP Server', source: ownDesign }, hostFault),
  /** Whether the machine's own name must have an A record that leads back to it before a direct transmission. */
  directOwnNameCheck: choice(
    { number: '32', name: 'Direct XMT Own Name Check', source: ownDesign },
    ['Off', 'Warn', 'Refuse'],
    'Warn',
  ),
  /** How the own capability is written in answer to RCPT … CONNEG; `Model` is what the model file says. */
  connegDialect: choice(
    { number: '33', name: 'CONNEG Dialect', source: ownDesign },
    ['Model', 'manual', 'manual-verbatim', 'rfc4141'],
    'Model',
  ),
  timeZoneOffset: wholeNumber(
    { number: '34', name: 'Time Zone', source: ownDesign },
    'minutes east of UTC',
    { min: -720, max: 840 },
    0,
  ),
  /** Guards the key operator's area; machines leave the factory with a known one that is meant to be changed. */
  keyOperatorPassword: secretDigits(
    { number: '35', name: 'Key Operator Password', source: ownDesign },
    { min: 4, max: 8 },
    '00000000',
  ),
  /** How long nobody touches the panel before it goes back to standby by itself; 0: never. */
  autoResetTime: wholeNumber(
    { number: '40', name: 'Auto Reset Time', source: ownDesign },
    'seconds',
    { min: 0, max: 600 },
    60,
  ),
  /** How long nobody uses the machine before the display goes dark; 0: never. */
  energySaverTime: wholeNumber(
    { number: '41', name: 'Energy Saver Time', source: ownDesign },
    'minutes',
    { min: 0, max: 240 },
    15,
  ),
  /** The siblings' ordinary path says HELO; a server that tells its SIZE limit is asked with EHLO. */
  mailServerGreeting: choice(
    { number: '80', name: 'SMTP Server Greeting', source: ownDesign },
    ['HELO', 'EHLO'],
    'HELO',
  ),
  /** Whether a fixed address is announced, and given up while another host has it. */
  addressCheck: choice({ number: '100', name: 'Duplicate Address Check', source: ownDesign }, ['Off', 'On'], 'On'),
} as const satisfies Record<string, Parameter<string> | Parameter<number>>;
