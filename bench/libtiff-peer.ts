import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BilevelRaster } from '../device-model/page/bilevel-raster.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SOURCE = join(ROOT, 'bench/peers/libtiff-peer.c');
const FOLDER = join(ROOT, 'out/bench/peers');
const PROGRAM = join(FOLDER, 'libtiff-peer');

export type Direction = 'encode' | 'decode';
export type PeerCoding = 'mh' | 'mr' | 'mmr';

/** libtiff's codecs in a process of their own, page and coded file in memory. */
export class LibtiffPeer {
  readonly #page = join(FOLDER, 'page.pels');

  /** Compiles the peer; a sentence naming what is missing when that cannot be done. */
  static build(): LibtiffPeer | string {
    mkdirSync(FOLDER, { recursive: true });
    if (spawnSync('cc', ['--version']).error !== undefined) return 'no C compiler: install the Debian package gcc';
    const made = spawnSync('cc', ['-O2', '-o', PROGRAM, SOURCE, '-ltiff'], { encoding: 'utf8' });
    if (made.status === 0) return new LibtiffPeer();
    if (/tiffio\.h|-ltiff/.test(made.stderr))
      return 'no libtiff to compile against: install the Debian package libtiff-dev';
    return `the peer does not compile: ${made.stderr.trim()}`;
  }

  /** Puts the page where `times` finds it. */
  load(raster: BilevelRaster): void {
    writeFileSync(this.#page, raster.octets);
  }

  /** Milliseconds of each of `count` times. */
  times(direction: Direction, coding: PeerCoding, { width, height }: BilevelRaster, count: number): readonly number[] {
    const words = [direction, coding, this.#page, String(width), String(height), String(count)];
    const done = spawnSync(PROGRAM, words, { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`libtiff-peer ended with ${done.status}: ${done.stderr.trim()}`);
    return done.stdout.trim().split('\n').map(Number);
  }
}
