import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { PANEL_KEYS } from '../../device-model/index.ts';
import { withBrowser } from './with-browser.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong with the page, one line a place. */
async function violations(page: Page): Promise<readonly string[]> {
  // Evaluated by the debugger: the page's own Content Security Policy stays as it is.
  await page.evaluate(AXE);
  const found = await page.evaluate<axe.AxeResults>('axe.run()');
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/** Run in the page: the display full to its last column, and how wide everything is then. */
const WIDTHS = `(() => {
  const lines = document.querySelector('.lcd-lines');
  lines.textContent = '0123456789'.repeat(4);
  const page = document.documentElement.scrollWidth;
  return { page, lines: lines.scrollWidth, place: lines.parentElement.clientWidth };
})()`;

withBrowser('for everybody', (begin) => {
  test('axe-core finds nothing wrong: front and paper, every page of the drawer, the overview, a page taken up', async () => {
    const story = await begin();
    const panel = await story.panel();
    expect(await violations(panel.page)).toEqual([]);
    await panel.use(panel.button('Put letter.png into the feeder'));
    await panel.write('001');
    await panel.press('START');
    await panel.tells('XMT FILE 001');
    await story.rig.until(() => story.recipient.printed.length > 0, 'the page is printed');
    await panel.turn(panel.button('Drawer'));
    for (const name of ['Dialogue', 'Why', 'Charts', 'Event log', 'Journal']) {
      await panel.page.getByRole('tab', { name }).click();
      await panel.page.getByRole('tabpanel', { name }).locator('li, tr').first().waitFor();
      expect(await violations(panel.page), name).toEqual([]);
    }
    const overview = await story.open('/');
    await overview.getByRole('link', { name: 'ifax2', exact: true }).waitFor();
    expect(await violations(overview)).toEqual([]);
    const recipient = await story.panel('ifax2');
    await recipient.turn(recipient.button(/^Look at sheet 1/));
    await recipient.page.getByRole('dialog').waitFor();
    expect(await violations(recipient.page)).toEqual([]);
  });

  test('every hard key is there once, under its name; every line and lamp is told', async () => {
    const story = await begin();
    const { front, text } = await story.panel();
    for (const key of PANEL_KEYS) {
      const name =
        key === 'ENERGY-SAVER' ? 'ENERGY SAVER' : key === '*' || key === '#' ? new RegExp(`^\\${key} \\(`) : key;
      expect(await front.getByRole('button', { name, exact: true }).count(), key).toBe(1);
    }
    expect(await text.getByRole('listitem').count()).toBe(story.sender.display.lines.length);
    const lamps = front.getByRole('list', { name: 'Lamps' }).getByRole('listitem');
    expect(await lamps.allTextContents()).toEqual([
      'POWER: on',
      'RECEIVE DATA: off',
      'ALARM: off',
      'ON LINE: off',
      'LINK: on',
    ]);
  });

  test('nothing moves where motion is not wanted', async () => {
    const story = await begin();
    const panel = await story.panel();
    await panel.press('START');
    await panel.tells('FIRST');
    const { page } = panel;
    const moving = await page.evaluate<number>('document.getAnimations().length');
    expect(moving).toBe(0);
  });

  test.each([
    [1024, 700],
    [1280, 800],
    [768, 1024],
    [820, 1180],
  ])(
    'on a screen of %i × %i nothing is cut off at the side, and the display holds its 40 columns',
    async (width, height) => {
      const story = await begin();
      const { page } = await story.panel();
      await page.setViewportSize({ width, height });
      const wide = await page.evaluate<Readonly<Record<'page' | 'lines' | 'place', number>>>(WIDTHS);
      expect(wide.page).toBe(width);
      expect(wide.lines).toBeLessThanOrEqual(wide.place);
    },
  );
});
