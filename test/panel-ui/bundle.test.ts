import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** All that a browser loads before a drawing is looked at, in octets as they travel. */
const BUNDLE_LIMIT = 40_000;

describe('the panel as it is built', () => {
  const out = mkdtempSync(join(tmpdir(), 'dpsim-panel-'));
  const names = (): readonly string[] =>
    readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
  const text = (name: string): string => readFileSync(join(out, name), 'utf8');

  beforeAll(async () => {
    const configFile = fileURLToPath(new URL('../../panel-ui/vite.config.ts', import.meta.url));
    await build({ configFile, build: { outDir: out } });
  });
  afterAll(() => rmSync(out, { recursive: true }));

  test(`page, script and style sheet are ${BUNDLE_LIMIT / 1000} kB at most, gzipped`, () => {
    const loaded = names().filter((name) => /\.(html|js|css)$/.test(name));
    const octets = loaded.map((name) => gzipSync(text(name)).length);
    expect(octets.length).toBe(3);
    expect(octets.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(BUNDLE_LIMIT);
  });

  test('is one script and one style sheet, and nothing is inline', () => {
    const page = text('index.html');
    expect(names().filter((name) => name.endsWith('.js'))).toHaveLength(1);
    expect(names().filter((name) => name.endsWith('.css'))).toHaveLength(1);
    expect(page).not.toMatch(/<style|style=|<script(?![^>]*\ssrc=)|\son\w+=|data:/);
  });

  test('asks no other host for anything', () => {
    const addresses = names().flatMap((name) => text(name).match(/(?:https?:)?\/\/[a-z0-9.-]+\.[a-z]{2,}/gi) ?? []);
    // Names of XML vocabularies, which nobody fetches.
    expect(addresses.filter((address) => !/^http:\/\/www\.w3\.org$/.test(address))).toEqual([]);
  });
});
