import { spawnSync } from 'node:child_process';
import { test } from 'vitest';

/** The Debian packages of which a program is missing on this machine. */
export function missingPackages(needed: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(needed)
    .filter(([, programs]) => programs.some((name) => spawnSync('which', [name]).status !== 0))
    .map(([debian]) => debian);
}

/** One test that skips with the packages' names, and fails where CI should have installed them. */
export function testPrograms(missing: readonly string[]): void {
  test('the programs are there', ({ skip }) => {
    if (missing.length === 0) return;
    const reason = missing.join(', ');
    if (process.env['CI'] !== undefined) throw new Error(`install the Debian packages ${reason}`);
    skip(`not installed: the Debian packages ${reason}`);
  });
}
