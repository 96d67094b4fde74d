import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Waited } from '../../../rig/api/contract.ts';
import { run } from '../../../rig/cli/rig.ts';
import { parseRigOptions } from '../../../rig/cli/rig-options.ts';
import { UsageError } from '../../../rig/cli/usage-error.ts';
import { FAULTS_LIMIT } from '../../../rig/lab/machine-faults.ts';
import { RIG_FILE_OCTETS } from '../../../rig/lab/rig-file.ts';
import { YAML_LIMITS } from '../../../rig/lab/yaml-builder.ts';
import { YAML_NESTING_LIMIT } from '../../../rig/lab/yaml-value.ts';
import { runCommand } from '../../support/run-command.ts';
import { RunningDpsim } from '../../support/running-program.ts';

const page = await readFile('docs/rig-file.md', 'utf8');
const blocksOf = (kind: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block = '']) => block);

let folder: string;
const running: RunningDpsim[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dpsim-rig-'));
});
afterEach(async () => {
  for (const program of running.splice(0)) await program.stop();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileOf(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

interface Ready {
  readonly url: string;
  readonly machines: readonly { name: string; mailbox: string; smtp: { address: string; port: number } | null }[];
}

async function up(file: string, ...args: string[]): Promise<{ program: RunningDpsim; ready: Ready }> {
  const program = new RunningDpsim(['rig', 'up', file, '--port', '0', '--json', ...args]);
  running.push(program);
  const [line] = await program.line(/^\{.*\}\n/);
  return { program, ready: JSON.parse(line) as Ready };
}

async function call<T>({ url }: Ready, method: string, path: string, body?: unknown): Promise<T> {
  const init = {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const answer = await fetch(`${new URL(url).origin}${path}`, init);
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
  return (await answer.json()) as T;
}

const PLAIN = 'segments: [office]\nmachines:\n  - { name: fax, model: dp-4530, segment: office }\n';

describe('docs/rig-file.md', () => {
  test('its rigs are rigs', async () => {
    const blocks = blocksOf('yaml');
    expect(blocks).toHaveLength(2);
    for (const [index, block] of blocks.entries()) {
      const { code, err } = await runCommand(run, ['check', await fileOf(`doc-${index}.yaml`, block)]);
      expect({ code, err }).toEqual({ code: 0, err: '' });
    }
  });

  test('its wrong one has the mistakes it tells', async () => {
    const file = await fileOf('wrong.yaml', blocksOf('yaml wrong')[0] ?? '');
    const { code, out, err } = await runCommand(run, ['check', file]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.replaceAll(file, 'wrong.yaml')).toBe(blocksOf('text')[0]);
  });

  test('its commands run', async () => {
    const commands = blocksOf('sh').flatMap((block) => block.trim().split('\n'));
    expect(commands).toHaveLength(3);
    for (const command of commands) {
      const [dpsim, rig, action = '', ...words] = command.split(' ');
      expect([dpsim, rig]).toEqual(['dpsim', 'rig']);
      if (action === 'up') {
        const { program, ready } = await up(words.join(' '));
        expect(ready.machines.map(({ name }) => name)).toEqual(['ifax1', 'ifax2']);
        program.signal('SIGINT');
        expect(await program.ended(), program.err).toBe(0);
      } else expect((await runCommand(run, [action, ...words])).code, command).toBe(0);
    }
  });

  test('its limits are those of the code', () => {
    const spaced = (count: number): string => String(count).replace(/(\d)(?=(\d{3})+$)/g, '$1 ');
    for (const said of [
      `| octets of a file | ${spaced(RIG_FILE_OCTETS)} |`,
      `| lists and mappings within each other | ${YAML_NESTING_LIMIT} |`,
      `| aliases | ${spaced(YAML_LIMITS.aliases)} |`,
      `| values, aliases counted with what they stand for | ${spaced(YAML_LIMITS.values)} |`,
      `| mistakes told | ${spaced(FAULTS_LIMIT)} |`,
    ]) {
      expect(page).toContain(said);
    }
  });
});

describe('dpsim rig check', () => {
  test('looks at every file, fine or not, there or not', async () => {
    const fine = await fileOf('fine.yaml', PLAIN);
    const wrong = await fileOf('clok.yaml', `${PLAIN}clok: wall\nseed: []\n`);
    const nowhere = join(folder, 'nowhere.yaml');
    const { code, out, err } = await runCommand(run, ['check', wrong, nowhere, folder, fine]);
    expect({ code, out }).toEqual({ code: 2, out: `${fine}: fine: 1 machine on 1 segment\n` });
    expect(err.split('\n')).toEqual([
      `${wrong}:4:1: the file has the key "clok", which is unknown: expected clock`,
      `${wrong}:5:7: seed is an empty list: expected a text or a number`,
      `dpsim: ${nowhere} cannot be read (ENOENT): expected a rig file`,
      `dpsim: ${folder} is a folder: expected a rig file`,
      '',
    ]);
  });

  test('--json tells the same', async () => {
    const fine = await fileOf('fine.yaml', PLAIN);
    const wrong = await fileOf('clok.yaml', `${PLAIN}clok: wall\n`);
    const { code, out, err } = await runCommand(run, ['check', '--json', fine, wrong]);
    expect({ code, err }).toEqual({ code: 2, err: '' });
    expect(JSON.parse(out)).toEqual({
      ok: false,
      files: [
        { file: fine, ok: true, machines: ['fax'], mistakes: [], unreadable: null },
        {
          file: wrong,
          ok: false,
          machines: null,
          mistakes: [{ line: 4, column: 1, sentence: expect.stringContaining('"clok"') }],
          unreadable: null,
        },
      ],
    });
  });
});

describe('dpsim rig up', () => {
  test('serves the machines of the file: a fax goes from one to the other', async () => {
    const { program, ready } = await up('docs/examples/ten-machines.yaml', '--state', join(folder, 'state'));
    expect(ready.machines).toHaveLength(10);
    expect(ready.machines[9]).toMatchObject({ name: 'ifax10', mailbox: 'fax@ifax10.panasonic.example', smtp: null });
    await call(ready, 'POST', '/api/panel/ifax10/feeder/load', { originals: ['original-1'] });
    await call(ready, 'POST', '/api/panel/ifax10/press', { keys: ['0', '0', '1', 'START'] });
    const { held } = await call<Waited>(ready, 'POST', '/api/rig/machines/ifax1/wait', { for: { fact: 'fax' } });
    expect(held).toBe(true);
    program.signal('SIGTERM');
    expect(await program.ended(), program.err).toBe(0);
  }, 120_000);

  test('under virtual time, and with machines that get no address, it is ready all the same', async () => {
    const { program, ready } = await up('docs/examples/dhcp-gone-wrong.yaml');
    expect(ready.machines.map(({ smtp }) => smtp)).toEqual(ready.machines.map(() => null));
    program.signal('SIGINT');
    expect(await program.ended(), program.err).toBe(0);
  });

  test('publishes ports as the file says; today, unless it says when', async () => {
    const published = `${PLAIN.replace('office }', 'office, settings: { dhcp: Disabled, ipAddress: 10.0.0.21, subnetMask: 255.0.0.0 }, publishedPorts: [{ port: 25, host: { address: 127.0.0.1, port: 0 } }] }')}clock: wall\n`;
    const today = await up(await fileOf('published.yaml', published));
    expect(today.ready.machines[0]?.smtp).toEqual({ address: '127.0.0.1', port: expect.any(Number) });
    const yearOf = async ({ ready }: { ready: Ready }) =>
      JSON.stringify(await call(ready, 'GET', '/api/rig/time')).match(/"(\d{4})-\d\d-\d\dT/)?.[1];
    expect(Number(await yearOf(today))).toBeGreaterThan(2025);
    const dated = await up(await fileOf('dated.yaml', `${published}startsAt: 1999-12-31T10:00:00Z\n`));
    expect(await yearOf(dated)).toBe('1999');
  });

  test('a port that is taken is told with where it is asked for', async () => {
    const taken: Server = createServer();
    await new Promise<void>((resolve) => {
      taken.listen({ host: '127.0.0.1', port: 0 }, resolve);
    });
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const file = await fileOf(
        'taken.yaml',
        `${PLAIN.replace('office }', `office, settings: { dhcp: Disabled, ipAddress: 10.0.0.21, subnetMask: 255.0.0.0 }, publishedPorts: [{ port: 25, host: { address: 127.0.0.1, port: ${port} } }] }`)}clock: wall\n`,
      );
      expect(await runCommand(run, ['up', file, '--port', '0'])).toEqual({
        code: 2,
        out: '',
        err: `dpsim: port ${port} of 127.0.0.1 is in use by another program: choose another with publishedPorts of ${file}\n`,
      });
    } finally {
      taken.close();
    }
  });

  test('a file with mistakes is not served', async () => {
    const file = await fileOf('wrong.yaml', `${PLAIN}latencyMs: -1\n`);
    expect(await runCommand(run, ['up', file, '--port', '0'])).toEqual({
      code: 2,
      out: '',
      err: `${file}:4:12: latencyMs is -1: expected 0 or more\n`,
    });
  });
});

describe('its command line', () => {
  test('--help tells the actions and options and exits with 0', async () => {
    for (const words of [['--help'], ['check', '--help'], ['up', '--help']]) {
      const { code, out } = await runCommand(run, words);
      expect(code).toBe(0);
      for (const word of ['check', 'up', '--port', '--host', '--token', '--state', '--json'])
        expect(out).toContain(word);
    }
  });

  test.each([
    [[], /expected check or up/],
    [['down'], /rig down: expected check or up/],
    [['check'], /rig check: expected one file or more/],
    [['check', '--wat', 'a'], /--wat.*dpsim rig --help/],
    [['up'], /rig up: expected one file, found none/],
    [['up', 'a', 'b'], /rig up: expected one file, found 2/],
    [['up', 'a', '--port', 'many'], /--port many: expected a whole number/],
    [['up', 'a', '--host', 'localhost'], /--host localhost: expected an IPv4 address/],
  ])('%j is refused in one sentence', (args, sentence) => {
    const parse = () => parseRigOptions(args, () => 'a-new-token-of-the-test');
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(sentence);
  });
});
