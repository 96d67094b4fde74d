import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FolderStorage } from '../../../device-model/storage/folder-storage.ts';
import { makeFolder } from '../../../device-model/storage/make-folder.ts';

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'dpsim-make-'));
});
afterEach(() => rm(scratch, { recursive: true }));

test('makes what is missing, outermost first, and nothing twice', async () => {
  const deep = join(scratch, 'a', 'b', 'c');
  expect(await makeFolder(deep)).toEqual([join(scratch, 'a'), join(scratch, 'a', 'b'), deep]);
  expect((await stat(deep)).mode & 0o777).toBe(0o700);
  expect(await makeFolder(deep)).toEqual([]);
  expect(await makeFolder(`${deep}/`)).toEqual([]);
  expect(await makeFolder('/')).toEqual([]);
});

test('several makers at once do not get in each other’s way', async () => {
  const deep = join(scratch, 'x', 'y');
  await Promise.all(Array.from({ length: 8 }, () => makeFolder(deep)));
  expect((await stat(deep)).isDirectory()).toBe(true);
});

test('a file in the way is told by the code of mkdir', async () => {
  const file = join(scratch, 'file');
  await writeFile(file, '');
  await expect(makeFolder(file)).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeFolder(join(file, 'below', 'it'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test('a folder that takes no new ones ends it', async () => {
  await expect(makeFolder('/proc/dpsim/deep')).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(FolderStorage.open('/proc/dpsim/store')).rejects.toThrow('cannot be used: no such file');
});
