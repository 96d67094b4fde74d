import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { blankRaster } from '../../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../../device-model/page/resolution.ts';
import { Random } from '../../../device-model/random.ts';
import { pngOfPage } from '../../../rig/export/png-of-page.ts';
import { testOriginal } from '../../../rig/lab/test-original.ts';
import { dpsim, type ProgramRun } from '../../support/run-program.ts';
import { RunningDpsim } from '../../support/running-program.ts';

const KIBIBYTE = 1024;
/** What the disk or a file on it holds, in KiB: the test page's message and its files, not a page of noise. */
const ROOM_KIB = 600;
/** What is left for the files of a fax whose message has found its place. */
const REST_KIB = 150;

/** Each starts three programs: a busy machine takes its time. */
const TIME_LIMIT_MS = 180_000;

let folder: string;
let out: string;
let program: RunningDpsim | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dpsim-full-'));
  out = join(folder, 'faxes');
  await mkdir(out);
});
afterEach(async () => {
  await program?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A file system of its own at `$0` for the command behind, in namespaces that go with it: no right is needed where they are allowed. */
const ON_SMALL_DISK = ['unshare', '--map-root-user', '--mount', 'sh', '-c'];
const MOUNTED = `mount -t tmpfs -o size=${ROOM_KIB}k tmpfs "$0" && exec "$@"`;
const mayMount = spawnSync(ON_SMALL_DISK[0] ?? '', [...ON_SMALL_DISK.slice(1), MOUNTED, tmpdir(), 'true']).status === 0;

async function listen(within: readonly string[]): Promise<string> {
  program = new RunningDpsim(['listen', '--port', '0', '--out', out], { within });
  const [, port = ''] = await program.line(/listening on 127\.0\.0\.1:(\d+), faxes go to/);
  return port;
}

async function send(port: string, original: Uint8Array): Promise<ProgramRun> {
  const file = join(folder, 'page.png');
  await writeFile(file, original);
  // The sizes above are those of MMR: JBIG codes print shorter and noise without growth.
  return await dpsim('send', '--to', 'june@[127.0.0.1]', '--port', port, '--coding', 'MMR', file);
}

/** A page that no coding makes small: its message has more than a megabyte. */
function noise(): Uint8Array {
  const random = new Random('noise');
  const raster = blankRaster(1728, 2292);
  for (let at = 0; at < raster.octets.length; at += 1) raster.octets[at] = random.below(256);
  return pngOfPage({ raster, resolution: RESOLUTIONS['204x196'] });
}

async function textPage(): Promise<Uint8Array> {
  const [page] = await testOriginal();
  return page?.octets ?? new Uint8Array(0);
}

const DISKS: readonly (readonly [string, () => readonly string[]])[] = [
  ['files are limited in size', () => ['sh', '-c', `ulimit -f ${(ROOM_KIB * KIBIBYTE) / 512} && exec "$0" "$@"`]],
  ...(mayMount ? [['the disk is full', () => [...ON_SMALL_DISK, MOUNTED, out]] as const] : []),
];

describe.each(DISKS)('where %s', (_, within) => {
  test('a message that finds no room is answered 452, and the next one that does is received', {
    timeout: TIME_LIMIT_MS,
  }, async () => {
    const port = await listen(within());
    const refused = await send(port, noise());
    expect(refused.code).toBe(1);
    expect(refused.out + refused.err).toContain('452');
    const taken = await send(port, await textPage());
    expect(taken).toMatchObject({ code: 0, err: '' });
    await program?.line(/RCV FILE 00\d \S+ 1 page\(s\) OK/);
  });
});

describe('where the disk has room for the message and not for its files', () => {
  // Where nothing may be mounted, a refusing archive stands for such a disk (test/scenario/archive.test.ts).
  test.each(mayMount ? ['tmpfs'] : [])(
    'on %s the machine keeps the message, and says so',
    { timeout: TIME_LIMIT_MS },
    async () => {
      const port = await listen([...ON_SMALL_DISK, MOUNTED, out]);
      // The disk as the program sees it.
      const disk = join('/proc', String(program?.pid), 'root', out);
      await writeFile(join(disk, 'filler'), new Uint8Array((ROOM_KIB - REST_KIB) * KIBIBYTE));
      const sent = await send(port, await textPage());
      expect(sent).toMatchObject({ code: 0 });
      await program?.errLine(/dpsim: file 001 could not be written \(.*ENOSPC.*\): the machine keeps it/);
      expect((await readdir(disk)).filter((name) => name.includes('file001'))).toEqual([]);
      const kept = await readFile(join(disk, '.machine', 'machines', 'dpsim', 'rcv', '001', 'message'));
      expect(kept.toString('latin1')).toContain('Content-Type: image/tiff');
      program?.signal('SIGINT');
      expect(await program?.ended()).toBe(0);
    },
  );
});
