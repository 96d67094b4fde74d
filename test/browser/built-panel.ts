import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { type PanelFiles, readPanelFiles } from '../../rig/api/panel-files.ts';

/** The panel as its sources are now, built into a folder that is gone afterwards. */
export async function builtPanel(): Promise<PanelFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'dpsim-panel-'));
  try {
    const configFile = fileURLToPath(new URL('../../panel-ui/vite.config.ts', import.meta.url));
    await build({ configFile, build: { outDir: folder } });
    return await readPanelFiles(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
