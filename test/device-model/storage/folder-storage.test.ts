import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FolderStorage, type FolderStorageOptions } from '../../../device-model/storage/folder-storage.ts';

const run = promisify(execFile);
let scratch: string;
let folder: string;
const opened: FolderStorage[] = [];

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'dpsim-folder-'));
  folder = join(scratch, 'deep', 'store');
});
afterEach(async () => {
  for (const storage of opened.splice(0)) await storage.close();
  await rm(scratch, { recursive: true });
});

async function openFolder(options?: FolderStorageOptions): Promise<FolderStorage> {
  const storage = await FolderStorage.open(folder, options);
  opened.push(storage);
  return storage;
}

test('records are there again after closing and opening, readable by their owner only', async () => {
  const first = await openFolder();
  await first.replace('settings', Buffer.from('address=192.0.2.1'));
  await first.append('journal', Buffer.from('entry'));
  await first.close();
  await expect(first.read('settings')).rejects.toThrow('was closed');
  const second = await openFolder();
  expect(await second.list('')).toEqual(['journal', 'settings']);
  expect(String(Buffer.from((await second.read('journal')) ?? []))).toBe('entry');
  for (const file of ['settings', 'journal']) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
});

test('a second opener is refused in one sentence that names the folder', async () => {
  await openFolder();
  const refusal = FolderStorage.open(folder);
  await expect(refusal).rejects.toMatchObject({ code: 'EBUSY' });
  await expect(refusal).rejects.toThrow(`the folder ${folder} is in use by another machine or process`);
});

test('the lock of another process holds until it dies, however it dies', async () => {
  await mkdir(folder, { recursive: true });
  const owner = spawn('flock', ['--no-fork', join(folder, '.lock'), 'sh', '-c', 'echo locked; exec sleep 600'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(owner.stdout, 'data');
  await expect(FolderStorage.open(folder)).rejects.toThrow('in use');
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  await openFolder();
});

test('where the command flock is missing the refusal says so and names the package', async () => {
  await expect(FolderStorage.open(folder, { flockCommand: 'no-such-flock' })).rejects.toThrow(
    'the command no-such-flock is missing (Debian package util-linux)',
  );
});

test('a folder that cannot be made gives one sentence', async () => {
  await writeFile(join(scratch, 'file'), '');
  const inFile = join(scratch, 'file', 'store');
  await expect(FolderStorage.open(inFile)).rejects.toThrow(`the folder ${inFile} cannot be used: not a directory`);
});

test('what a crash left half written is cleared away, and foreign files are left alone', async () => {
  await mkdir(join(folder, 'jobs'), { recursive: true });
  await writeFile(join(folder, 'jobs', '.001.tmp'), 'half');
  await writeFile(join(folder, 'README.TXT'), 'not ours');
  const storage = await openFolder();
  expect(await readdir(join(folder, 'jobs'))).toEqual([]);
  expect(await storage.list('')).toEqual([]);
  expect(await readFile(join(folder, 'README.TXT'), 'utf8')).toBe('not ours');
});

test('a full disk rejects, leaves the old record and nothing beside it', async () => {
  const storage = await openFolder();
  await storage.replace('r', Buffer.from('old'));
  await storage.close();
  const full = await openFolder({ openForWriting: () => open('/dev/full', 'w') });
  const refusal = full.replace('r', Buffer.from('new'));
  await expect(refusal).rejects.toMatchObject({ code: 'ENOSPC' });
  await expect(refusal).rejects.toThrow(`record 'r' cannot be written in ${folder}: no space left on device`);
  expect(String(Buffer.from((await full.read('r')) ?? []))).toBe('old');
  expect((await readdir(folder)).sort()).toEqual(['.lock', 'r']);
});

test('a disk that takes a part of the octets and then no more leaves the old records', async () => {
  const child = join(import.meta.dirname, 'limited-disk.ts');
  // A file size limit makes the kernel write short at 64 KiB (in blocks of 1024 octets) and refuse the rest.
  const script = `trap '' XFSZ; ulimit -f 64; exec "$0" --import tsx "${child}" "${folder}"`;
  const { stdout } = await run('bash', ['-c', script, process.execPath]);
  expect(JSON.parse(stdout)).toEqual({
    replace: 'EFBIG',
    append: 'EFBIG',
    records: { appended: 'old', replaced: 'old' },
    files: ['.lock', 'appended', 'replaced'],
  });
});
