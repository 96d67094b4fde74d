import type { LabDescription } from '../rig/lab/lab-description.ts';
import { Rig } from '../rig/rig.ts';
import { median } from './stopwatch.ts';
import { textPage } from './text-page.ts';

/** What machines cost that do nothing, and what a day of jobs costs under virtual time. */
const MANY = 1_000;
const DAY_MACHINES = 10;
const DAY_JOBS = 1_000;
const DAY_MS = 24 * 60 * 60_000;
const BOOTS = 11;

function lab(machines: number): LabDescription {
  return {
    seed: 'machines',
    segments: ['lan'],
    machines: Array.from({ length: machines }, (_, index) => ({
      name: `m${index}`,
      model: 'dp-4530',
      segment: 'lan',
      settings: {
        dhcp: 'Disabled',
        ipAddress: addressOf(index),
        subnetMask: '255.255.0.0',
        defaultGateway: '10.20.255.254',
        hostName: `m${index}`,
        domainName: 'dpsim.example',
        machineAddress: `fax@m${index}.dpsim.example`,
        dnsServer1: '10.20.255.253',
        directOwnNameCheck: 'Off',
      },
      // An address literal: the day is about faxes, not about names.
      stations: [{ number: '001', name: 'NEXT', address: `fax@[${addressOf((index + 1) % machines)}]` }],
    })),
  };
}

function addressOf(index: number): string {
  return `10.20.${index >> 8}.${(index & 255) === 0 ? 254 : index & 255}`;
}

function heapOctets(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Seconds to build and switch on so many machines, and the octets that each of them then holds. */
async function switchedOn(machines: number): Promise<{ readonly seconds: number; readonly octetsEach: number }> {
  const before = heapOctets();
  const begun = performance.now();
  const rig = await Rig.create(lab(machines));
  await rig.powerOn();
  const seconds = (performance.now() - begun) / 1_000;
  const octetsEach = (heapOctets() - before) / machines;
  rig.close();
  return { seconds, octetsEach };
}

/** Seconds for a day on which every machine sends the same page to the next, the jobs spread over the day. */
async function day(): Promise<number> {
  const rig = await Rig.create(lab(DAY_MACHINES));
  await rig.powerOn();
  const png = textPage(1);
  const begun = performance.now();
  const [first] = rig.machines;
  const startedAt = rig.clock.now();
  for (let job = 0; job < DAY_JOBS; job += 1) {
    const machine = rig.machines[job % DAY_MACHINES];
    if (machine === undefined || first === undefined) break;
    await machine.press('RESET');
    await machine.load({ label: 'page.png', octets: png });
    await machine.press('0', '0', '1', 'START');
    await rig.advance(startedAt + ((job + 1) * DAY_MS) / DAY_JOBS - rig.clock.now());
    machine.board.tray.empty();
  }
  const seconds = (performance.now() - begun) / 1_000;
  const sent = rig.machines.flatMap(({ journal }) => journal.filter(({ direction }) => direction === 'XMT'));
  const failed = sent.filter(({ result }) => result !== 'OK');
  if (sent.length !== DAY_JOBS || failed.length > 0) {
    throw new Error(`${sent.length} jobs were journaled, ${failed.length} of them not OK (${failed[0]?.detail})`);
  }
  rig.close();
  return seconds;
}

await switchedOn(1);
const boots: number[] = [];
for (let round = 0; round < BOOTS; round += 1) boots.push((await switchedOn(1)).seconds);
const many = await switchedOn(MANY);
const daySeconds = await day();
const row = (name: string, figure: string): string => `${name.padEnd(64)}${figure.padStart(12)}`;
process.stdout.write(
  [
    'Machines that do nothing, and a day of work; virtual time',
    row(`boot of one machine, median of ${BOOTS}`, `${(median(boots) * 1_000).toFixed(1)} ms`),
    row(`${MANY} machines on one LAN: built and switched on`, `${many.seconds.toFixed(2)} s`),
    row('an idle machine among them', `${(many.octetsEach / 1_024).toFixed(0)} KB`),
    row(`a day of ${DAY_MACHINES} machines with ${DAY_JOBS} jobs of one page`, `${daySeconds.toFixed(1)} s`),
    '',
  ].join('\n'),
);
