import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runTypeScript } from '../support/run-program.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('the TypeScript of the README runs as it stands', async () => {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  const program = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  expect(program).toContain("from 'dpsim'");
  const folder = await mkdtemp(join(tmpdir(), 'dpsim-readme-'));
  try {
    // The package as an installed one would be found, its door being the sources.
    const installed = join(folder, 'node_modules', 'dpsim');
    await mkdir(installed, { recursive: true });
    const door = { name: 'dpsim', type: 'module', exports: './sources/rig/index.ts' };
    await writeFile(join(installed, 'package.json'), JSON.stringify(door));
    await symlink(ROOT, join(installed, 'sources'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(join(folder, 'program.ts'), program);
    const { code, out, err } = await runTypeScript(join(folder, 'program.ts'), [], folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^OK XMT FILE 001 +OK\n$/);
    expect((await readFile(join(folder, 'page-2.png'))).subarray(1, 4).toString()).toBe('PNG');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
