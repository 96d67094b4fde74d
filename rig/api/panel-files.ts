import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

export interface PanelFile {
  readonly media: string;
  readonly octets: Uint8Array<ArrayBuffer>;
}

/** By URL path; `/` is the page itself. */
export type PanelFiles = ReadonlyMap<string, PanelFile>;

const MEDIA: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webp: 'image/webp',
};

/** The built panel is some 200 kB; whoever puts more there did not mean this folder. *Own design.* */
const PANEL_OCTETS_LIMIT = 16 * 1024 * 1024;

/**
 * Reads the built panel into memory: requests look their path up in this table and never reach the file system. Empty when
 * it was not built. Throws a RangeError when the folder holds more than a panel can be.
 */
export async function readPanelFiles(folder: string): Promise<PanelFiles> {
  const files = new Map<string, PanelFile>();
  let octets = 0;
  for (const entry of await entriesOf(folder)) {
    const media = MEDIA[entry.name.slice(entry.name.lastIndexOf('.') + 1)];
    if (!entry.isFile() || media === undefined) continue;
    const file = join(entry.parentPath, entry.name);
    const content = Uint8Array.from(await readFile(file));
    octets += content.length;
    if (octets > PANEL_OCTETS_LIMIT) {
      throw new RangeError(`${folder} holds more than ${PANEL_OCTETS_LIMIT} octets: expected the built panel`);
    }
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    files.set(path === '/index.html' ? '/' : path, { media, octets: content });
  }
  return files;
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
