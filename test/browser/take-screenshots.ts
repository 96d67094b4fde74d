import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { testOriginal } from '../../rig/lab/test-original.ts';
import { twoMachines } from '../../rig/lab/two-machines.ts';
import { builtPanel } from './built-panel.ts';
import { launchChromium } from './chromium.ts';
import { PanelStory } from './panel-story.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const WIDE = { width: 1440, height: 900 };

/** `make screenshots`: the main screens, each from a machine that is really there. */
await mkdir(FOLDER, { recursive: true });
const browser = await launchChromium();
const story = await PanelStory.of(browser, await builtPanel(), twoMachines());
try {
  await story.api.furnish(await testOriginal());
  await takeAll();
} finally {
  await story.close();
  await browser.close();
}

async function takeAll(): Promise<void> {
  const panel = await story.panel();
  const { page } = panel;
  await panel.use(panel.button('Put test-original-1.png into the feeder'));
  await panel.use(panel.button('Put test-original-2.png into the feeder'));
  await panel.tells('ORIGINALS 2');
  await take(page, 'standby');
  await panel.press('FUNCTION');
  await panel.write('8');
  await panel.write('00000000');
  await panel.press('START');
  await panel.write('1');
  await panel.tells('22 DHCP');
  await take(page, 'general-settings');
  await panel.press('RESET');
  await panel.write('june@ifax2.panasonic.example');
  await take(page, 'address');
  await panel.press('START');
  await page.setViewportSize(WIDE);
  await panel.turn(panel.button('Drawer'));
  await story.delivering('confirming', 0);
  await panel.tells('WAITING FOR THE CONFIRMATION');
  await page.getByText('354').first().waitFor();
  await page.getByRole('tabpanel').evaluate((place: { scrollTop: number; scrollHeight: number }) => {
    place.scrollTop = place.scrollHeight;
  });
  await take(page, 'dialogue');
  await page.getByRole('tab', { name: 'Charts' }).click();
  await page
    .getByRole('tabpanel')
    .getByRole('button', { name: /^delivery/ })
    .click();
  await page.locator('.chart .active').first().waitFor();
  await take(page, 'chart');
  await story.journaled();
  await story.rig.until(() => story.recipient.printed.length === 2, 'both pages are printed');
  const tray = await story.panel('ifax2');
  await tray.page.setViewportSize({ width: 1024, height: 1180 });
  await tray.page.getByText('2 sheets', { exact: true }).waitFor();
  await take(tray.page, 'received');
  await tray.turn(tray.button(/^Look at sheet 1/));
  await tray.page.getByRole('combobox', { name: 'Lay over a sent page' }).selectOption({ index: 1 });
  await tray.page.getByRole('img', { name: /laid over each other/ }).waitFor();
  await take(tray.page, 'overlay');
  const lab = await story.open('/');
  await lab.getByText('READY').first().waitFor();
  await lab.setViewportSize({ width: 1024, height: 860 });
  await take(lab, 'lab');
}

/** Once everything is loaded; few colours, so that the pictures stay small. */
async function take(page: Page, name: string): Promise<void> {
  await page.waitForFunction('[...document.images].every((one) => one.complete)');
  await page.evaluate('document.activeElement?.blur(); window.scrollTo(0, 0)');
  const picture = await page.screenshot({ animations: 'disabled' });
  const small = await sharp(picture).png({ palette: true, colours: 128, effort: 10, compressionLevel: 9 }).toBuffer();
  await writeFile(`${FOLDER}${name}.png`, small);
  process.stdout.write(`docs/screenshots/${name}.png ${small.length} octets\n`);
}
