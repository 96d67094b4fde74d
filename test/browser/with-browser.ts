import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import type { PanelFiles } from '../../rig/api/panel-files.ts';
import type { LabDescription } from '../../rig/lab/lab-description.ts';
import { missingPackages, testPrograms } from '../support/programs.ts';
import { type StoryOptions, storyLab } from '../support/scenario.ts';
import { builtPanel } from './built-panel.ts';
import { launchChromium } from './chromium.ts';
import { PanelStory } from './panel-story.ts';

const MISSING = missingPackages({ chromium: ['chromium'] });

/** Begins the story of one test; it ends with the test, and its pages must have complained of nothing. */
export interface Beginning {
  (options?: StoryOptions): Promise<PanelStory>;
  readonly of: (lab: LabDescription) => Promise<PanelStory>;
}

/** Tests before one chromium and the panel as its sources are now; skipped with the package's name where it is missing. */
export function withBrowser(title: string, tests: (begin: Beginning) => void): void {
  testPrograms(MISSING);
  describe.runIf(MISSING.length === 0)(title, () => {
    let browser: Browser | undefined;
    let panel: PanelFiles | undefined;
    let story: PanelStory | undefined;
    beforeAll(async () => {
      panel = await builtPanel();
      browser = await launchChromium();
    });
    afterEach(async () => {
      const complaints = story?.complaints ?? [];
      await story?.close();
      story = undefined;
      expect(complaints).toEqual([]);
    });
    afterAll(() => browser?.close());
    const of = async (lab: LabDescription): Promise<PanelStory> => {
      if (browser === undefined || panel === undefined) throw new Error('the browser has not been started');
      story = await PanelStory.of(browser, panel, lab);
      return story;
    };
    tests(Object.assign((options: StoryOptions = {}) => of(storyLab(options)), { of }));
  });
}
