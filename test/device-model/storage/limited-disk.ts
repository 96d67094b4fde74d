/** Run by folder-storage.test.ts in a process whose files cannot exceed 64 KiB; prints what became of larger writes. */
import { readdir } from 'node:fs/promises';
import { FolderStorage } from '../../../device-model/storage/folder-storage.ts';

const folder = process.argv[2] ?? '';
const storage = await FolderStorage.open(folder);
const large = Buffer.alloc(200_000, 'new');

async function codeOf(promise: Promise<void>): Promise<unknown> {
  return promise.then(
    () => 'no error',
    (error: { code: unknown }) => error.code,
  );
}

await storage.replace('replaced', Buffer.from('old'));
await storage.append('appended', Buffer.from('old'));
const replace = await codeOf(storage.replace('replaced', large));
const append = await codeOf(storage.append('appended', large));
const records: Record<string, string> = {};
for (const name of await storage.list('')) records[name] = String(Buffer.from((await storage.read(name)) ?? []));
await storage.close();
process.stdout.write(JSON.stringify({ replace, append, records, files: (await readdir(folder)).sort() }));
