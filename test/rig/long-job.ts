/**
 * Run by memory-peak.test.ts in a process of its own: scans the PNG files given at 400 × 400, sends them to another
 * machine, and prints the peak memory of the process at both ends as JSON.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { twoMachines } from '../../rig/lab/two-machines.ts';
import { Rig } from '../../rig/rig.ts';

const files = process.argv.slice(2);
const lab = twoMachines();
// The largest model: a DP-3510's memory does not hold a message of 50 such pages.
const rig = await Rig.create({ ...lab, machines: lab.machines.map((machine) => ({ ...machine, model: 'dp-6030' })) });
const sender = rig.machine('ifax1');
const recipient = rig.machine('ifax2');
await rig.powerOn();
await sender.set('resolution', '400x400');
const originals = await Promise.all(
  files.map(async (file) => ({ label: basename(file), octets: await readFile(file) })),
);
await sender.load(...originals);
await sender.press('0', '0', '1', 'START');
const told = (event: string, state: string): boolean =>
  rig.log.lines.some((line) => line.machine === 'ifax1' && line.event === event && line.data['state'] === state);
await rig.until(() => told('delivery.entered', 'preflight'), 'all pages are stored');
const peakKib = (): number => process.resourceUsage().maxRSS;
const storedPeakKib = peakKib();
const storedOctets = sender.board.imageMemory.usedOctets;
await rig.until(() => sender.journal.length > 0, 'the sender has a journal entry');
const sentPeakKib = peakKib();
await rig.until(() => recipient.journal.length > 0, 'the recipient has printed');
process.stdout.write(
  JSON.stringify({
    storedPeakKib,
    sentPeakKib,
    printedPeakKib: peakKib(),
    storedOctets,
    pagesPrinted: recipient.printed.length,
  }),
);
