import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StorageError, writeDurably } from '../../device-model/index.ts';

/** How a state folder is laid out; whoever changes that adds a migration. */
export const STATE_VERSION = 1;

/** The file that says whose folder it is. */
export const MARK_FILE = 'dpsim-state.json';
/** Below it lie the machines, one folder each. */
export const MACHINES_FOLDER = 'machines';

/** What lay in the folder of one machine before folders had a version: its records, by the first part of their names. */
export const UNMARKED_RECORDS = [
  'settings',
  'journal',
  'received',
  'jobs',
  'xmt',
  'rcv',
  'notifications',
  'damaged',
] as const;

const MARK = z.looseObject({ program: z.literal('dpsim'), stateVersion: z.int().min(1) });

/** The version that a folder was left with: undefined for an empty or absent one. Throws StorageError (one sentence) for a foreign one. */
export async function stateVersionOf(folder: string): Promise<number | undefined> {
  const text = await textOf(join(folder, MARK_FILE));
  if (text !== undefined) {
    const mark = MARK.safeParse(jsonOf(text));
    if (mark.success) return mark.data.stateVersion;
    throw new StorageError(
      'EINVAL',
      `${join(folder, MARK_FILE)} cannot be read: expected the mark of a dpsim state folder`,
    );
  }
  const entries = await entriesOf(folder);
  const others = entries.filter((entry) => !isOurs(entry));
  if (others.length > 0) {
    const names = others.map(({ name }) => name).sort();
    const told = names.length > 1 ? `${names[0]} and ${names.length - 1} more` : names[0];
    throw new StorageError(
      'EEXIST',
      `the folder ${folder} holds ${told}: expected an empty folder or one that dpsim keeps machines in`,
    );
  }
  // Also where a migration was cut off before the mark.
  return entries.some((entry) => entry.isDirectory()) ? 0 : undefined;
}

/** Durable when this resolves. */
export async function writeMark(folder: string): Promise<void> {
  const mark = { program: 'dpsim', stateVersion: STATE_VERSION };
  await writeDurably(join(folder, MARK_FILE), Buffer.from(`${JSON.stringify(mark)}\n`));
}

function isOurs(entry: Dirent): boolean {
  if (entry.isDirectory()) return entry.name === MACHINES_FOLDER || isUnmarkedRecord(entry.name);
  return entry.name === '.lock' || entry.name === `.${MARK_FILE}.tmp`;
}

function isUnmarkedRecord(name: string): boolean {
  return UNMARKED_RECORDS.some((one) => one === name);
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

function isAbsence(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
