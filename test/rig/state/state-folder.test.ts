import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOST_LAB_MACHINE } from '../../../rig/lab/host-lab.ts';
import { MIGRATIONS } from '../../../rig/state/migrations.ts';
import { StateFolder } from '../../../rig/state/state-folder.ts';
import { MARK_FILE, STATE_VERSION } from '../../../rig/state/state-mark.ts';

let scratch = '';
let folder = '';
const opened: StateFolder[] = [];

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'dpsim-state-'));
  folder = join(scratch, 'state');
});
afterEach(async () => {
  for (const state of opened.splice(0)) await state.close();
  await rm(scratch, { recursive: true });
});

async function open(): Promise<StateFolder> {
  const state = await StateFolder.open(folder);
  opened.push(state);
  return state;
}

async function closed(state: StateFolder): Promise<void> {
  opened.splice(opened.indexOf(state), 1);
  await state.close();
}

const text = (octets: Uint8Array | undefined): string => Buffer.from(octets ?? []).toString();

test('each machine has a sub-folder of its own, and finds there what it left', async () => {
  const first = await open();
  await (await first.storageOf('ifax1')).replace('settings/parameters', Buffer.from('of ifax1'));
  await (await first.storageOf('ifax2')).replace('settings/parameters', Buffer.from('of ifax2'));
  await closed(first);
  const again = await open();
  for (const name of ['ifax1', 'ifax2']) {
    expect(text(await (await again.storageOf(name)).read('settings/parameters'))).toBe(`of ${name}`);
  }
  expect(await readdir(join(folder, 'machines'))).toEqual(['ifax1', 'ifax2']);
});

test('the mark tells the version, and there is a migration from each one before', async () => {
  await open();
  expect(JSON.parse(await readFile(join(folder, MARK_FILE), 'utf8'))).toEqual({
    program: 'dpsim',
    stateVersion: STATE_VERSION,
  });
  expect(MIGRATIONS).toHaveLength(STATE_VERSION);
});

test('the rig counts its runs and goes on where it ended', async () => {
  const first = await open();
  expect(await (await first.rigMemory()).begin()).toEqual({ number: 1, continuesAt: undefined });
  const end = new Date('2006-01-16T09:00:12.345Z');
  await (await first.rigMemory()).end(end);
  await closed(first);
  expect(await (await (await open()).rigMemory()).begin()).toEqual({ number: 2, continuesAt: end });
});

describe('refused in one sentence, and left as it is', () => {
  test('a folder that another has open', async () => {
    await open();
    const refusal = StateFolder.open(folder);
    await expect(refusal).rejects.toMatchObject({ code: 'EBUSY' });
    await expect(refusal).rejects.toThrow(`the folder ${folder} is in use by another machine or process`);
  });

  test('a folder of a newer dpsim', async () => {
    await closed(await open());
    const newer = JSON.stringify({ program: 'dpsim', stateVersion: STATE_VERSION + 1, more: true });
    await writeFile(join(folder, MARK_FILE), newer);
    await expect(StateFolder.open(folder)).rejects.toThrow(
      `the folder ${folder} was left by a newer dpsim (state version 2): expected a folder of version 1 or older, or a newer dpsim`,
    );
    expect(await readFile(join(folder, MARK_FILE), 'utf8')).toBe(newer);
  });

  test.each([
    ['a mark that is none', '{"program":"solitaire","stateVersion":1}'],
    ['a mark that was cut off', '{"program":"dps'],
  ])('%s', async (_, mark) => {
    await mkdir(folder);
    await writeFile(join(folder, MARK_FILE), mark);
    await expect(StateFolder.open(folder)).rejects.toThrow(
      `${join(folder, MARK_FILE)} cannot be read: expected the mark of a dpsim state folder`,
    );
  });

  test('a folder with other things in it', async () => {
    await mkdir(folder);
    await writeFile(join(folder, 'letter.txt'), 'dear Mary');
    await writeFile(join(folder, 'photo.jpg'), '');
    await expect(StateFolder.open(folder)).rejects.toThrow(
      `the folder ${folder} holds letter.txt and 1 more: expected an empty folder or one that dpsim keeps machines in`,
    );
    expect((await readdir(folder)).sort()).toEqual(['letter.txt', 'photo.jpg']);
  });

  test('a file', async () => {
    await writeFile(folder, '');
    await expect(StateFolder.open(folder)).rejects.toThrow(`the folder ${folder} cannot be used: not a directory`);
  });
});

describe('a folder from before there were versions', () => {
  /** What `dpsim listen` wrote then: the records of its one machine, the spool as bare JSON. */
  const ENVELOPE = {
    version: 1,
    fileNumber: 3,
    reversePath: 'eve@mail.example',
    forwardPaths: ['june@fax.example'],
    remoteAddress: '127.0.0.1',
    clientName: 'mail.example',
    receivedAt: '2006-01-16T09:00:00.000Z',
    durationMs: 1_000,
    kept: false,
  };
  const PRINTED = { version: 1, receivedAt: ENVELOPE.receivedAt, pagesPrinted: 1 };

  async function unmarked(): Promise<void> {
    await mkdir(join(folder, 'rcv', '003'), { recursive: true });
    await mkdir(join(folder, 'journal'));
    await writeFile(join(folder, '.lock'), '');
    await writeFile(join(folder, 'journal', 'communications'), 'entries');
    await writeFile(join(folder, 'rcv', '003', 'envelope'), JSON.stringify(ENVELOPE));
    await writeFile(join(folder, 'rcv', '003', 'printed'), JSON.stringify(PRINTED));
    await writeFile(join(folder, 'rcv', '003', 'message'), 'Subject: a fax\r\n');
  }

  /** CRC-32 of the message, and of the version, a blank and the value of the envelope's record, both by Python's zlib. */
  const MESSAGE_CRC = '15febc96';
  const ENVELOPE_CRC = 'cf8a810d';

  async function expectTakenOver(): Promise<void> {
    const storage = await (await open()).storageOf(HOST_LAB_MACHINE);
    expect(await storage.list('')).toEqual([
      'journal/communications',
      'rcv/003/envelope',
      'rcv/003/message',
      'rcv/003/printed',
    ]);
    const { version: _none, ...rest } = ENVELOPE;
    const value = JSON.stringify({ ...rest, checksum: MESSAGE_CRC });
    expect(text(await storage.read('rcv/003/envelope'))).toBe(
      `{"version":1,"checksum":"${ENVELOPE_CRC}","value":${value}}`,
    );
    expect(JSON.parse(text(await storage.read('rcv/003/printed')))).toMatchObject({
      version: 1,
      value: { receivedAt: ENVELOPE.receivedAt, pagesPrinted: 1 },
    });
    expect((await readdir(folder)).sort()).toEqual(['.lock', MARK_FILE, 'machines']);
  }

  test('becomes the folder of the machine of dpsim listen, with checksums', async () => {
    await unmarked();
    await expectTakenOver();
  });

  test.each(['after the first record', 'before the spool', 'before the mark'])(
    'cut off %s, the migration is done when it is opened next',
    async (where) => {
      await unmarked();
      const machine = join(folder, 'machines', HOST_LAB_MACHINE);
      await mkdir(machine, { recursive: true });
      if (where === 'before the mark') await MIGRATIONS[0]?.(folder);
      else {
        const moved = where === 'before the spool' ? ['journal', 'rcv'] : ['journal'];
        for (const name of moved) await rename(join(folder, name), join(machine, name));
      }
      await expectTakenOver();
    },
  );
});
