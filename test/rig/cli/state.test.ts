import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { JOURNAL_RECORD } from '../../../firmware/journal/journal.ts';
import { SHEETS } from '../../support/power-case.ts';
import { dpsim } from '../../support/run-program.ts';
import { RunningDpsim } from '../../support/running-program.ts';

let folder = '';
let original = '';
let count = 0;
const running: RunningDpsim[] = [];
const servers: Server[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dpsim-kept-'));
  original = join(folder, 'original.tif');
  await writeFile(original, SHEETS[0]?.octets ?? '');
});
afterEach(async () => {
  for (const program of running.splice(0)) await program.stop();
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function fresh(name: string): string {
  count += 1;
  return join(folder, `${name}-${count}`);
}

function start(...args: string[]): RunningDpsim {
  const program = new RunningDpsim(args);
  running.push(program);
  return program;
}

async function listen(out: string, state: string): Promise<{ program: RunningDpsim; port: number }> {
  const program = start('listen', '--port', '0', '--out', out, '--state', state);
  const [, port] = await program.line(/listening on 127\.0\.0\.1:(\d+),/);
  return { program, port: Number(port) };
}

const send = (port: number, ...args: string[]) =>
  dpsim('send', '--to', 'june@[127.0.0.1]', '--port', String(port), ...args, original);

async function faxesIn(out: string): Promise<readonly string[]> {
  return (await readdir(out)).filter((name) => /-file\d{3}(?:-\d+)?$/.test(name)).sort();
}

/** What the journal of a machine holds on disk, line by line. */
async function journalIn(state: string, machine: string): Promise<readonly { readonly result: string }[]> {
  const text = await readFile(join(state, 'machines', machine, JOURNAL_RECORD), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).value);
}

function expectOneSentence(run: { readonly code: number | null; readonly err: string }, sentence: RegExp): void {
  expect(run.err).toMatch(/^dpsim: .+\n$/);
  expect(run.err).toMatch(sentence);
  expect(run.code).toBe(2);
}

/** Takes calls and says nothing. */
async function muteServer(): Promise<{ readonly port: number; readonly called: Promise<void> }> {
  let calls = (): void => undefined;
  const called = new Promise<void>((resolve) => {
    calls = resolve;
  });
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    calls();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { port: address === null || typeof address === 'string' ? 0 : address.port, called };
}

describe('dpsim listen --state', () => {
  test('stopped and started again it goes on: journal and file numbers', async () => {
    const [out, state] = [fresh('out'), fresh('state')];
    for (let round = 1; round <= 2; round += 1) {
      const { program, port } = await listen(out, state);
      expect(await send(port)).toMatchObject({ code: 0 });
      program.signal('SIGINT');
      expect(await program.ended()).toBe(0);
      expect(await journalIn(state, 'dpsim')).toHaveLength(round);
    }
    expect(await faxesIn(out)).toHaveLength(2);
  });

  test('a message that was taken before a kill -9 is printed after the next start, and journaled once', async () => {
    const [out, state] = [fresh('out'), fresh('state')];
    const { program, port } = await listen(out, state);
    // Nothing can be written there: the machine keeps the message.
    await rm(out, { recursive: true });
    await writeFile(out, '');
    expect(await send(port)).toMatchObject({ code: 0 });
    await program.errLine(/file 001 could not be written .*: the machine keeps it/);
    program.signal('SIGKILL');
    await program.ended();
    await rm(out);
    const again = await listen(out, state);
    await again.program.line(/RCV FILE 001 .* 1 page\(s\) OK -> /);
    again.program.signal('SIGTERM');
    expect(await again.program.ended()).toBe(0);
    const [fax = ''] = await faxesIn(out);
    expect((await readdir(join(out, fax))).sort()).toEqual(['fax.pdf', 'message.eml', 'page-1.png', 'record.json']);
    expect(await journalIn(state, 'dpsim')).toMatchObject([{ result: 'OK' }]);
  });

  test('killed in the moment of the 250, three times: each message is there, whole', async () => {
    const [out, state] = [fresh('out'), fresh('state')];
    for (let round = 0; round < 3; round += 1) {
      const { program, port } = await listen(out, state);
      const sending = start('send', '--to', 'june@[127.0.0.1]', '--port', String(port), '--show-dialogue', original);
      await sending.line(/S: 250 message accepted/);
      program.signal('SIGKILL');
      await program.ended();
      await sending.ended();
    }
    const { program } = await listen(out, state);
    program.signal('SIGINT');
    expect(await program.ended()).toBe(0);
    // One that was written and not yet forgotten when the process died is written once more.
    const messages = new Set<string>();
    for (const fax of await faxesIn(out)) {
      const files = await readdir(join(out, fax));
      if (!files.includes('record.json')) continue;
      expect(files.sort()).toEqual(['fax.pdf', 'message.eml', 'page-1.png', 'record.json']);
      messages.add(/^Message-Id: (.*)$/im.exec(await readFile(join(out, fax, 'message.eml'), 'latin1'))?.[1] ?? '');
    }
    expect(messages.size).toBe(3);
  });
});

describe('dpsim send --state', () => {
  test('what was not delivered is kept, and sent on under its Message-ID without originals', async () => {
    const [out, state] = [fresh('out'), fresh('state')];
    const { program, port } = await listen(out, fresh('state'));
    program.signal('SIGINT');
    await program.ended();
    const failed = await send(port, '--state', state, '--json');
    expect(failed.code).toBe(1);
    expect(failed.err).toBe(`dpsim: kept in ${state}: file 001: 1 page(s) for june@[127.0.0.1]\n`);
    const again = await listen(out, fresh('state'));
    const sentOn = await dpsim('send', '--state', state, '--port', String(again.port), '--json');
    expect(sentOn.code).toBe(0);
    expect(sentOn.err).toBe('dpsim: goes on: file 001: 1 page(s) for june@[127.0.0.1]\n');
    expect(JSON.parse(sentOn.out)).toMatchObject({ delivered: true, messageId: JSON.parse(failed.out).messageId });
    await again.program.line(/RCV FILE 001 .* 1 page\(s\) OK -> /);
    expect(await faxesIn(out)).toHaveLength(1);
    const nothing = await dpsim('send', '--state', state, '--port', String(again.port));
    expect(nothing).toEqual({ code: 0, out: '', err: `dpsim: nothing is kept in ${state}\n` });
    expect(await journalIn(state, 'dpsim')).toMatchObject([{ result: '716' }, { result: 'OK' }]);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('%s on line keeps the job', async (signal) => {
    const [out, state] = [fresh('out'), fresh('state')];
    const mute = await muteServer();
    const to = ['--to', 'june@[127.0.0.1]', '--port', String(mute.port), '--state', state];
    const program = start('send', ...to, original);
    await mute.called;
    program.signal(signal);
    expect(await program.ended()).toBe(signal === 'SIGKILL' ? null : 1);
    if (signal !== 'SIGKILL') expect(program.err).toContain(`dpsim: kept in ${state}: file 001: 1 page(s)`);
    const listening = await listen(out, fresh('state'));
    const sentOn = await dpsim('send', '--state', state, '--port', String(listening.port));
    expect(sentOn.code).toBe(0);
    await listening.program.line(/RCV FILE 001 .* 1 page\(s\) OK -> /);
    expect(await faxesIn(out)).toHaveLength(1);
  });

  test('learned capability and journal are there in the next run', async () => {
    const state = fresh('state');
    const { port } = await listen(fresh('out'), fresh('state'));
    for (let run = 0; run < 2; run += 1) expect(await send(port, '--state', state)).toMatchObject({ code: 0, err: '' });
    expect(await journalIn(state, 'dpsim')).toMatchObject([{ result: 'OK' }, { result: 'OK' }]);
    expect(await readdir(join(state, 'machines', 'dpsim', 'settings', 'learned'))).toHaveLength(1);
  });
});

describe('dpsim demo --state', () => {
  test('the second run goes on where the first ended: a later time, both journals, nothing taken for a repetition', async () => {
    const state = fresh('state');
    for (const entries of [1, 2]) {
      const { code, out, err } = await dpsim('demo', '--out', fresh('demo'), '--state', state, original);
      expect(err).toBe('');
      expect(code).toBe(0);
      expect(out).toContain('The pels printed by ifax2 equal the pels sent: 1 page(s).');
      for (const name of ['ifax1', 'ifax2']) {
        const results = (await journalIn(state, name)).map(({ result }) => result);
        expect(results).toEqual(Array.from({ length: entries }, () => 'OK'));
      }
    }
  });

  test('Ctrl-C keeps the job: the next run sends and prints it first', async () => {
    const [state, out] = [fresh('state'), fresh('demo')];
    const sheets = Array.from({ length: 12 }, () => original);
    const program = start('demo', '--out', out, '--state', state, '--resolution', '400x400', ...sheets);
    // The first sheet is stored when the second has been scanned.
    await program.line(/scanned original\.tif[\s\S]*scanned original\.tif/);
    program.signal('SIGINT');
    expect(await program.ended()).toBe(1);
    const again = await dpsim('demo', '--out', out, '--state', state, original);
    expect(again.code).toBe(0);
    expect(again.out).toMatch(/^Kept by ifax1: file 001: \d+ page\(s\) for june@ifax2\.panasonic\.example/m);
    expect(again.out).toMatch(/^Pages of the run before: .*kept\.pdf/m);
  });
});

describe('a folder that cannot be used ends with 2 and one sentence', () => {
  test('two processes on one folder: the second is refused, whichever command it is', async () => {
    const state = fresh('state');
    const { port } = await listen(fresh('out'), state);
    const inUse = new RegExp(`--state: the folder ${state} is in use by another machine or process`);
    expectOneSentence(await dpsim('listen', '--port', '0', '--out', fresh('out'), '--state', state), inUse);
    expectOneSentence(await send(port, '--state', state), inUse);
    expectOneSentence(await dpsim('demo', '--out', fresh('demo'), '--state', state), inUse);
  });

  test('of a newer dpsim, or with other things in it', async () => {
    const [newer, foreign] = [fresh('state'), fresh('state')];
    await mkdir(newer);
    await writeFile(join(newer, 'dpsim-state.json'), '{"program":"dpsim","stateVersion":99}');
    await mkdir(foreign);
    await writeFile(join(foreign, 'letter.txt'), 'dear Mary');
    for (const args of [
      ['listen', '--port', '0', '--out', fresh('out')],
      ['demo', '--out', fresh('demo')],
    ]) {
      expectOneSentence(await dpsim(...args, '--state', newer), /was left by a newer dpsim \(state version 99\)/);
      expectOneSentence(await dpsim(...args, '--state', foreign), /holds letter\.txt: expected an empty folder/);
    }
    expect(await readdir(foreign)).toEqual(['letter.txt']);
    expectOneSentence(await dpsim('demo', '--state', ''), /--state is empty/);
  });
});
