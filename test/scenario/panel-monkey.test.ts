import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { SCREEN_NAMES } from '../../firmware/index.ts';
import { PanelMonkey } from '../support/panel-monkey.ts';

const HOURS = 8;
/** What one monkey may cost on a busy host. */
const TIMEOUT_MS = 120_000;

/** Two that are always the same, and one of this run; `SEED=n` repeats it. */
const SEEDS = ['monkey', 'another monkey', process.env['SEED'] ?? String(randomInt(2 ** 31))];

test.each(SEEDS)(
  'a monkey before the panel for eight hours finds no way to break it: seed %s',
  async (seed) => {
    process.stdout.write(`panel monkey: seed ${seed}\n`);
    const { deeds, screens, waysBack, resets, sent } = await PanelMonkey.play(seed, HOURS * 3_600_000);
    const unseen = SCREEN_NAMES.filter((name) => !screens.has(name));
    process.stdout.write(
      `panel monkey: ${deeds} deeds, ${screens.size} of ${SCREEN_NAMES.length} screens, ${waysBack} ways back, ` +
        `${resets} times RESET, ${sent} transmissions OK; not seen: ${unseen.join(', ')}\n`,
    );
    expect(deeds).toBeGreaterThan(3_000);
    expect(waysBack).toBeGreaterThan(50);
    expect(screens.size).toBeGreaterThan(40);
  },
  TIMEOUT_MS,
);
