import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PanelFiles } from '../../rig/api/panel-files.ts';
import { testPrograms } from '../support/programs.ts';
import { builtPanel } from './built-panel.ts';
import { launchChromium, MISSING } from './chromium.ts';
import { PanelStory } from './panel-story.ts';

testPrograms(MISSING);

describe.runIf(MISSING.length === 0)('smoke', () => {
  let browser: Browser;
  let files: PanelFiles;
  let story: PanelStory;
  beforeAll(async () => {
    files = await builtPanel();
    browser = await launchChromium();
  });
  afterEach(() => story.close());
  afterAll(() => browser.close());

  test('by keys', async () => {
    story = await PanelStory.begin(browser, files);
    const panel = await story.panel();
    await panel.tells('READY');
    await panel.use(panel.button('Put letter.png into the feeder'));
    await panel.tells('ORIGINALS 1');
    await panel.write('001');
    await panel.tells('JUNE');
    await panel.press('START');
    await panel.tells('XMT FILE 001');
    await story.rig.until(() => story.recipient.printed.length > 0, 'printed');
    await panel.tells('OK');
    await panel.page.screenshot({ path: '/tmp/ui-mock/real.png', fullPage: true });
    expect(story.complaints).toEqual([]);
  });
});
