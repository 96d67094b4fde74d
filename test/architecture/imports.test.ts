import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, type SourceFile, sourceFiles } from './source-files.ts';

const FILES = sourceFiles('device-model', 'firmware', 'rig');

/** Values in, values out: no device, no charts, no clock, no I/O. */
const PURE_ROOMS = [
  'device-model/page/',
  'firmware/capability/',
  'firmware/coding/',
  'firmware/tiff/',
  'firmware/imaging/',
  'firmware/mail/',
  'firmware/smtp/wire/',
  'firmware/smtp/client/dialogue.ts',
  'firmware/smtp/client/dialogue-events.ts',
  'firmware/smtp/client/session-outcome.ts',
  'firmware/smtp/client/timeouts.ts',
];

/** MIME is a library's work; the two of node shape streams and check sums, they do no I/O. */
const PURE_PACKAGES = ['nodemailer/lib/mime-node', 'postal-mime', 'node:stream', 'node:crypto', 'node:buffer'];

/** All that the panel in the browser knows of the rig. */
const CONTRACT = 'rig/api/contract.ts';

const pure = (path: string): boolean => PURE_ROOMS.some((room) => path.startsWith(room));
const room = (path: string): string => path.split('/')[0] ?? '';

function edges(files: readonly SourceFile[], wrong: (from: string, to: string) => boolean): string[] {
  return files.flatMap(({ path, imports }) =>
    imports.filter(({ ours, target }) => ours && wrong(path, target)).map(({ target }) => `${path} -> ${target}`),
  );
}

describe('knowledge runs one way', () => {
  const order = ['device-model', 'firmware', 'rig'];

  test('no room knows one that is built on it', () => {
    expect(edges(FILES, (from, to) => order.indexOf(room(to)) > order.indexOf(room(from)))).toEqual([]);
  });

  test('the panel in the browser knows the contract, its types alone, and preact', () => {
    const panel = sourceFiles('panel-ui/src');
    expect(panel.length).toBeGreaterThan(20);
    const outside = (to: string): boolean => !to.startsWith('panel-ui/');
    expect(edges(panel, (_, to) => outside(to) && to !== CONTRACT)).toEqual([]);
    const values = panel.filter(({ text, imports }) => {
      return imports.some(({ target }) => target === CONTRACT) && !onlyTypes(text, CONTRACT);
    });
    expect(values.map(({ path }) => path)).toEqual([]);
    const packages = panel.flatMap(({ path, imports }) =>
      imports
        .filter(({ ours, target }) => !ours && !['preact', 'preact/hooks'].includes(target))
        .map(({ target }) => `${path} -> ${target}`),
    );
    expect(packages).toEqual([]);
  });

  test('nobody knows the panel in the browser', () => {
    expect(edges(FILES, (_, to) => room(to) === 'panel-ui')).toEqual([]);
  });

  test('the hardware is entered by its door, pages and pure rooms aside', () => {
    const wrong = (from: string, to: string): boolean =>
      room(from) !== 'device-model' &&
      room(to) === 'device-model' &&
      to !== 'device-model/index.ts' &&
      !to.startsWith('device-model/page/');
    expect(edges(FILES, wrong)).toEqual([]);
  });

  test('the firmware is entered by its door or a pure room', () => {
    const wrong = (from: string, to: string): boolean =>
      room(from) === 'rig' && room(to) === 'firmware' && to !== 'firmware/index.ts' && !pure(to);
    expect(edges(FILES, wrong)).toEqual([]);
  });

  test('pure rooms know pure rooms only', () => {
    const files = FILES.filter(({ path }) => pure(path));
    expect(edges(files, (_, to) => !pure(to))).toEqual([]);
    const packages = files.flatMap(({ path, imports }) =>
      imports
        .filter(({ ours, target }) => !ours && !PURE_PACKAGES.includes(target))
        .map(({ target }) => `${path} -> ${target}`),
    );
    expect(packages).toEqual([]);
  });

  test('a second reader of TIFF directories reads none of what others sent: it is for tests alone', () => {
    const wrong = FILES.flatMap(({ path, imports }) =>
      imports.filter(({ target }) => /^utif2?(\/|$)/.test(target)).map(({ target }) => `${path} -> ${target}`),
    );
    expect(wrong).toEqual([]);
    const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    );
    expect(Object.keys(dependencies)).not.toContain('utif');
  });

  test('what a page is knows nothing', () => {
    const wrong = FILES.filter(({ path }) => path.startsWith('device-model/page/')).flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => !target.startsWith('device-model/page/'))
        .map(({ target }) => `${path} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('the hardware knows no fax, no mail and no charts', () => {
    const foreign = ['xstate', 'smtp-server', 'nodemailer', 'postal-mime', 'dns-packet', 'zod'];
    const wrong = FILES.filter(({ path }) => room(path) === 'device-model').flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => foreign.some((name) => target.startsWith(name)))
        .map(({ target }) => `${path} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('no import goes in a circle', () => {
    const graph = new Map(
      FILES.map(({ path, imports }) => [path, imports.filter(({ ours }) => ours).map(({ target }) => target)]),
    );
    // Type imports are erased; two files may describe each other, only values may not.
    const values = new Map(
      FILES.map(({ path, text }) => [path, (graph.get(path) ?? []).filter((target) => !onlyTypes(text, target))]),
    );
    expect(circles(values)).toEqual([]);
  });
});

function onlyTypes(text: string, target: string): boolean {
  const file = target.slice(target.lastIndexOf('/') + 1).replaceAll('.', '\\.');
  const statements = [...text.matchAll(new RegExp(`(?:import|export) ([^;]*?)from '[^']*${file}'`, 'g'))];
  return statements.every(([, clause]) => {
    if (clause?.startsWith('type ') === true) return true;
    const names = clause?.match(/\{([\s\S]*)\}/)?.[1];
    return names?.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type ')) === true;
  });
}

function circles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, above: readonly string[]): void => {
    if (above.includes(path)) {
      found.push([...above.slice(above.indexOf(path)), path].join(' -> '));
      return;
    }
    if (done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...above, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}
