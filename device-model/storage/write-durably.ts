import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** As much of an open file as a durable write needs; tests give one on a full disk. */
export type WritableFile = Pick<FileHandle, 'writeFile' | 'sync' | 'close'>;
export type OpenForWriting = (path: string) => Promise<WritableFile>;

/** Readable by its owner only: settings hold passwords, the spool holds mail. */
export const RECORD_MODE = 0o600;

/**
 * Replaces a file so that a power cut finds the old or the new one: written and synced beside it, renamed over it, and
 * the folder synced. Rejects with the file system's error and leaves the old file and nothing else.
 */
export async function writeDurably(path: string, octets: Uint8Array, openFile = openRecord): Promise<void> {
  const written = temporaryFor(path);
  try {
    const file = await openFile(written);
    try {
      await file.writeFile(octets);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(written, path);
  } catch (error) {
    await rm(written, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes what was created, renamed or removed in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** No record has such a name: theirs never begin with a dot. */
function temporaryFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.tmp`);
}

export function isTemporary(fileName: string): boolean {
  return fileName.startsWith('.') && fileName.endsWith('.tmp');
}

function openRecord(path: string): Promise<WritableFile> {
  return open(path, 'w', RECORD_MODE);
}
