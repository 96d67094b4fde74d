import { readFile } from 'node:fs/promises';

/** Compiled, this file lies one folder deeper than in the sources. */
const PLACES = ['../../package.json', '../../../package.json'];

/** The version in package.json. */
export async function version(): Promise<string> {
  for (const place of PLACES) {
    try {
      const text = await readFile(new URL(place, import.meta.url), 'utf8');
      const { name, version } = JSON.parse(text) as { name?: unknown; version?: unknown };
      if (name === 'dpsim' && typeof version === 'string') return version;
    } catch {
      // The other place has it.
    }
  }
  return 'unknown';
}
