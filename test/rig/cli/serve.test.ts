import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { FileRow, MachineState, ReceivedFax, RigTime, Setting, Waited } from '../../../rig/api/contract.ts';
import { run } from '../../../rig/cli/serve.ts';
import { parseServeOptions } from '../../../rig/cli/serve-options.ts';
import { UsageError } from '../../../rig/cli/usage-error.ts';
import { runCommand } from '../../support/run-command.ts';
import { RunningDpsim } from '../../support/running-program.ts';

let folder: string;
const running: RunningDpsim[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dpsim-serve-'));
});
afterEach(async () => {
  for (const program of running.splice(0)) await program.stop();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Served {
  readonly program: RunningDpsim;
  readonly url: string;
  readonly ready: {
    readonly token: string | null;
    readonly machines: readonly { name: string; panel: string; smtp: { address: string; port: number } | null }[];
  };
}

async function serve(...args: string[]): Promise<Served> {
  const program = new RunningDpsim(['serve', '--port', '0', '--smtp-port', '0', '--json', ...args]);
  running.push(program);
  const [line] = await program.line(/^\{.*\}\n/);
  const ready = JSON.parse(line) as Served['ready'] & { url: string };
  return { program, url: new URL(ready.url).origin, ready };
}

async function json<T>({ url }: Served, method: string, path: string, body?: unknown): Promise<T> {
  const init =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  const answer = await fetch(`${url}${path}`, { method, ...init });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}

async function end({ program }: Served, signal: NodeJS.Signals): Promise<void> {
  program.signal(signal);
  expect(await program.ended(), program.err).toBe(0);
  running.splice(running.indexOf(program), 1);
}

describe('dpsim serve', () => {
  test('prints one line when everything listens, and ends cleanly', async () => {
    const program = new RunningDpsim(['serve', '--port', '0', '--smtp-port', '0']);
    running.push(program);
    const line =
      /^dpsim serving (http:\/\/127\.0\.0\.1:\d+\/) \(API \1api\), ifax1 SMTP 127\.0\.0\.1:\d+, ifax2 SMTP 127\.0\.0\.1:\d+ \(Ctrl-C ends\)\n$/;
    const [, url] = await program.line(line);
    expect((await fetch(`${url}readyz`)).status).toBe(200);
    program.signal('SIGTERM');
    expect(await program.ended()).toBe(0);
    expect(program.out.split('\n')).toHaveLength(2);
    expect(program.err).toBe('');
  });

  test('an event stream and a waiting call do not keep it from ending', async () => {
    const served = await serve();
    const stream = await fetch(`${served.url}/api/rig/events`);
    const waiting = json(served, 'POST', '/api/rig/machines/ifax1/wait', {
      for: { fact: 'lcd', text: 'NO SUCH WORDS' },
      limitMs: 600_000,
    }).catch((error: unknown) => error);
    await json(served, 'POST', '/api/rig/machines/ifax1/wait', { for: { fact: 'lcd', text: 'READY' } });
    await end(served, 'SIGINT');
    await waiting;
    await stream.text().catch(() => undefined);
  });

  test('--state keeps jobs, settings, journal and received faxes; the folder has one owner', async () => {
    const state = join(folder, 'state');
    const first = await serve('--state', state);
    const load = { originals: ['original-1'] };
    await json(first, 'POST', '/api/panel/ifax1/feeder/load', load);
    await json(first, 'POST', '/api/panel/ifax1/press', { keys: ['0', '0', '1', 'START'] });
    const { fax } = await json<Waited>(first, 'POST', '/api/rig/machines/ifax2/wait', { for: { fact: 'fax' } });
    expect(fax?.pages).toBe(1);
    await json(first, 'PUT', '/api/rig/machines/ifax1/settings/redialCount', {
      value: 3,
      keyOperatorPassword: '00000000',
    });
    // Nobody is there for the second: it stays in memory, to be tried again in three minutes.
    await json(first, 'POST', '/api/rig/machines/ifax2/power/cut');
    await json(first, 'POST', '/api/panel/ifax1/feeder/load', load);
    await json(first, 'POST', '/api/panel/ifax1/press', { keys: ['RESET', '0', '0', '1', 'START'] });
    const { jobs } = await json<MachineState>(first, 'GET', '/api/panel/ifax1');
    const fileNumber = jobs[0]?.fileNumber ?? 0;
    const failed = { fact: 'job', fileNumber, state: 'redialWaiting' };
    expect((await json<Waited>(first, 'POST', '/api/rig/machines/ifax1/wait', { for: failed })).held).toBe(true);
    const second = new RunningDpsim(['serve', '--port', '0', '--smtp-port', '0', '--state', state]);
    expect(await second.ended()).toBe(2);
    expect(second.err).toMatch(/^dpsim: --state: .*in use.*\n$/);
    await end(first, 'SIGINT');

    const again = await serve('--state', state);
    const { settings } = await json<{ settings: Setting[] }>(again, 'GET', '/api/rig/machines/ifax1/settings');
    expect(settings.find(({ key }) => key === 'redialCount')?.value).toBe(3);
    const { faxes } = await json<{ faxes: ReceivedFax[] }>(again, 'GET', '/api/rig/machines/ifax2/faxes');
    expect(faxes[0]).toEqual(fax);
    const printed = { for: { fact: 'journal', direction: 'RCV' }, limitMs: 0 };
    expect((await json<Waited>(again, 'POST', '/api/rig/machines/ifax2/wait', printed)).held).toBe(true);
    const { files } = await json<{ files: FileRow[] }>(again, 'GET', '/api/rig/machines/ifax1/files');
    expect(files).toMatchObject([{ fileNumber, direction: 'XMT', state: 'redialWaiting', pages: 1 }]);
    await end(again, 'SIGTERM');
  }, 180_000);

  test('--clock virtual: time passes when a call says so, and no SMTP port is published', async () => {
    const served = await serve('--clock', 'virtual');
    expect(served.ready.machines.map(({ smtp }) => smtp)).toEqual([null, null]);
    await json(served, 'POST', '/api/panel/ifax1/feeder/load', { originals: ['original-1'] });
    await json(served, 'POST', '/api/panel/ifax1/press', { keys: ['0', '0', '1', 'START'] });
    const time = () => json<RigTime>(served, 'GET', '/api/rig/time');
    const before = await time();
    expect(await time()).toEqual(before);
    const { held, waitedMs } = await json<Waited>(served, 'POST', '/api/rig/machines/ifax2/wait', {
      for: { fact: 'fax' },
    });
    expect(held).toBe(true);
    expect((await time()).now).toBe(before.now + waitedMs);
    await end(served, 'SIGINT');
  });

  test('--host beyond loopback needs a token: one is made, and asked of everybody', async () => {
    const served = await serve('--host', '0.0.0.0');
    expect(served.ready.token).toMatch(/^[\w-]{32}$/);
    expect(served.ready.machines[0]?.panel).toContain(`?token=${served.ready.token}`);
    expect((await fetch(`${served.url}/api/rig`)).status).toBe(401);
    const opened = await fetch(served.ready.machines[0]?.panel ?? '', { redirect: 'manual' });
    expect(opened.status).toBe(303);
    const headers = { Cookie: opened.headers.get('Set-Cookie')?.split(';')[0] ?? '' };
    expect((await fetch(`${served.url}/api/rig`, { headers })).status).toBe(200);
    await end(served, 'SIGINT');
  });
});

describe('its command line', () => {
  let taken: Server;
  let port: number;
  beforeAll(async () => {
    taken = createServer();
    await new Promise<void>((resolve) => {
      taken.listen({ host: '127.0.0.1', port: 0 }, resolve);
    });
    const address = taken.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(() => {
    taken.close();
  });

  test('--help tells the options and exits with 0', async () => {
    const { code, out } = await runCommand(run, ['--help']);
    expect(code).toBe(0);
    for (const option of ['--port', '--host', '--token', '--smtp-port', '--far-end-port', '--state', '--json']) {
      expect(out).toContain(option);
    }
  });

  test('a port that is taken is told with the option that chooses another', async () => {
    const panel = await runCommand(run, ['--port', String(port), '--smtp-port', '0']);
    expect(panel).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^dpsim: port \d+ of 127\.0\.0\.1 is in use.*--port\n$/),
    });
    const smtp = await runCommand(run, ['--port', '0', '--smtp-port', String(port)]);
    expect(smtp).toMatchObject({ code: 2, err: expect.stringMatching(/^dpsim: port \d+ .*--smtp-port\n$/) });
  });

  test.each([
    [['--port', 'many'], /--port many: expected a whole number/],
    [['--smtp-port', '65535'], /--smtp-port 65535: expected a whole number from 0 to 65534/],
    [['--host', 'localhost'], /--host localhost: expected an IPv4 address/],
    [['--token', 'short'], /--token: expected 16 to 200/],
    [['--token', 'with a blank in the middle'], /--token: expected/],
    [['--wat'], /--wat/],
  ])('%j is refused in one sentence', (args, sentence) => {
    const parse = () => parseServeOptions(args, () => 'a-new-token-of-the-test');
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(sentence);
  });

  test('a token is made where one is needed, and only there', () => {
    const made = (args: string[]) => parseServeOptions(args, () => 'a-new-token-of-the-test')?.token;
    expect(made([])).toBeUndefined();
    expect(made(['--host', '127.0.0.2'])).toBeUndefined();
    expect(made(['--host', '0.0.0.0'])).toBe('a-new-token-of-the-test');
    expect(made(['--host', '0.0.0.0', '--token', 'a-token-of-my-own'])).toBe('a-token-of-my-own');
  });
});
