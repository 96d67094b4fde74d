import { spawn } from 'node:child_process';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { StorageError } from './storage-error.ts';

/** Exit status by which `flock` shall say that another holds the lock; its own failures use other numbers. */
const HELD_BY_ANOTHER = 75;

/**
 * Locks a folder for this process by `flock` on a descriptor the child inherits: the lock belongs to the open file, so
 * it holds as long as the returned handle is open and the kernel frees it when the process dies. Rejects with a
 * StorageError of one sentence.
 */
export async function lockFolder(folder: string, command = 'flock'): Promise<FileHandle> {
  const handle = await open(join(folder, '.lock'), 'a', 0o600);
  try {
    const status = await exitStatus(command, handle.fd);
    if (status === 0) return handle;
    throw status === HELD_BY_ANOTHER
      ? new StorageError('EBUSY', `the folder ${folder} is in use by another machine or process`)
      : new StorageError('ENOLCK', `the folder ${folder} cannot be locked: ${command} ended with status ${status}`);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function exitStatus(command: string, descriptor: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, ['-n', '-E', String(HELD_BY_ANOTHER), '3'], {
      stdio: ['ignore', 'ignore', 'ignore', descriptor],
    });
    child.once('exit', resolve);
    child.once('error', (cause) => {
      const sentence = `a folder cannot be locked: the command ${command} is missing (Debian package util-linux)`;
      reject(new StorageError('ENOLCK', sentence, { cause }));
    });
  });
}
