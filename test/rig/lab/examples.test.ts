import { readdir, readFile } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { PublishedPorts } from '../../../rig/api/published-ports.ts';
import { type CheckedLab, checkLab } from '../../../rig/lab/lab-description.ts';
import { readRigFile } from '../../../rig/lab/rig-file.ts';
import type { Machine } from '../../../rig/machine.ts';
import { Rig } from '../../../rig/rig.ts';
import { plainSheet } from '../../support/scenario.ts';
import { stockServer } from '../../support/stock-server.ts';

const FOLDER = new URL('../../../docs/examples/', import.meta.url);
const FILES = (await readdir(FOLDER)).sort();

const rigs: Rig[] = [];
afterEach(() => {
  for (const rig of rigs.splice(0)) rig.close();
});

async function example(file: string): Promise<CheckedLab> {
  const read = readRigFile(await readFile(new URL(file, FOLDER)));
  if (!read.ok) throw new Error(`${file}: ${JSON.stringify(read.mistakes)}`);
  return read.lab;
}

async function up(lab: CheckedLab): Promise<Rig> {
  const rig = await Rig.create(lab);
  rigs.push(rig);
  await rig.powerOn();
  return rig;
}

/** Nobody waits for a wall clock where no real socket is. */
const virtual = async (file: string): Promise<Rig> => await up({ ...(await example(file)), clock: 'virtual' });

/** The result in the sender's journal. */
async function send(rig: Rig, from: string, station: string): Promise<string | undefined> {
  const sender = rig.machine(from);
  const before = sender.journal.length;
  await sender.load(plainSheet('sheet'));
  await sender.press('RESET', ...station.split('').map(digit), 'START');
  await rig.until(() => sender.journal.length > before, `${from} has sent`);
  return sender.journal.at(-1)?.result;
}

const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
const digit = (text: string): (typeof DIGITS)[number] => DIGITS[Number(text)] ?? '0';

const printed = (rig: Rig, machine: string): Promise<void> =>
  rig.until(() => rig.machine(machine).printed.length > 0, `${machine} has printed`);

const addressOf = (machine: Machine): string | undefined => machine.board.network.configuration?.address;

describe.each(FILES)('docs/examples/%s', (file) => {
  test('names the schema, passes it and is a rig that can be built', async () => {
    const text = await readFile(new URL(file, FOLDER), 'utf8');
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/rig\.schema\.json\n/);
    const schema = z.fromJSONSchema(JSON.parse(await readFile(new URL('../rig.schema.json', FOLDER), 'utf8')));
    const value: unknown = parse(text, { merge: true });
    expect(schema.safeParse(value).error).toBeUndefined();
    const lab = await example(file);
    expect(lab).toEqual(checkLab(value as CheckedLab));
    rigs.push(await Rig.create(lab));
  });
});

test('two machines: a fax goes each way', async () => {
  const rig = await virtual('two-machines.yaml');
  expect(await send(rig, 'ifax1', '001')).toBe('OK');
  expect(await send(rig, 'ifax2', '001')).toBe('OK');
  await printed(rig, 'ifax1');
  await printed(rig, 'ifax2');
});

test('ten machines on three subnets: each reaches the first, and the first each', async () => {
  const rig = await virtual('ten-machines.yaml');
  expect(rig.machines).toHaveLength(10);
  for (const { name } of rig.machines.slice(1)) {
    expect(await send(rig, name, '001'), name).toBe('OK');
    expect(await send(rig, 'ifax1', name.slice(4).padStart(3, '0')), name).toBe('OK');
    await printed(rig, name);
  }
  await rig.until(() => rig.machine('ifax1').printed.length === 9, 'the first has printed them all');
});

test('DHCP gone wrong: what each segment is said to show', async () => {
  const rig = await virtual('dhcp-gone-wrong.yaml');
  const noted = (name: string) => rig.machine(name).lcd.some((line) => line.endsWith('722'));
  await rig.advance(120_000);
  expect(addressOf(rig.machine('leased'))).toMatch(/^10\.1\.0\.10\d$/);
  const small = ['small1', 'small2'].map((name) => addressOf(rig.machine(name)));
  expect(small.filter((address) => address === '10.2.0.100')).toHaveLength(1);
  expect(small).toContain(undefined);
  expect(['mute', 'deny'].map((name) => addressOf(rig.machine(name)))).toEqual([undefined, undefined]);
  expect(noted('mute')).toBe(true);
  const servers = new Set(rig.log.lines.filter(({ event }) => event.startsWith('dhcp.')).map(({ machine }) => machine));
  expect([...servers]).toEqual(expect.arrayContaining(['dhcp-office', 'dhcp-small', 'dhcp-deny']));
  expect(await send(rig, 'fixed', '001')).toBe('OK');
  await printed(rig, 'leased');
  expect(await send(rig, 'leased', '001')).toBe('901');
  const before = addressOf(rig.machine('leased'));
  await rig.machine('leased').powerOff();
  await rig.machine('leased').powerOn();
  await rig.until(() => addressOf(rig.machine('leased')) !== undefined, 'there is another lease');
  expect(addressOf(rig.machine('leased'))).not.toBe(before);
});

test('a server of yours gets the machine’s fax', async () => {
  const server = await stockServer();
  try {
    const lab = await example('own-fax-server.yaml');
    const redirects = [{ from: { port: 25 }, to: { port: server.port } }];
    const rig = await up({
      ...lab,
      routers: lab.routers.map(({ uplink, ...router }) => ({
        ...router,
        uplink: { allow: uplink?.allow ?? [], redirects },
      })),
      machines: lab.machines.map((machine) => ({ ...machine, publishedPorts: [] })),
    });
    expect(await send(rig, 'ifax', '001')).toBe('OK');
    expect(server.mails.map(({ from, to }) => ({ from, to }))).toEqual([
      { from: 'ifax@ifax.fax.example', to: ['fax@server.fax.example'] },
    ]);
  } finally {
    await server.close();
  }
});

test('the machine prints what a mail client of yours sends', async () => {
  const lab = await example('own-client.yaml');
  const host = { address: '127.0.0.1', port: 0 };
  const rig = await Rig.create({
    ...lab,
    machines: lab.machines.map((machine) => ({ ...machine, publishedPorts: [{ port: 25, host }] })),
  });
  rigs.push(rig);
  const ports = new PublishedPorts(rig.log);
  await rig.powerOn();
  await rig.until(() => ports.of('ifax').length > 0, 'port 25 is published');
  const client = createTransport({ host: host.address, port: ports.of('ifax')[0]?.port ?? 0, ignoreTLS: true });
  for (const mailbox of ['fax', 'orders']) {
    const sent = await client.sendMail({
      from: 'you@client.example',
      to: `${mailbox}@ifax.fax.example`,
      attachments: [{ path: 'test/vectors/tiff-s-1page.tif', contentType: 'image/tiff' }],
    });
    expect(sent.accepted).toHaveLength(1);
  }
  client.close();
  await rig.until(() => rig.machine('ifax').printed.length === 2, 'both are printed');
});
