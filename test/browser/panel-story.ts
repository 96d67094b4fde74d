import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ApiRig } from '../../rig/api/api-rig.ts';
import type { PanelFiles } from '../../rig/api/panel-files.ts';
import { type ApiServer, openServer } from '../../rig/api/server.ts';
import type { LabDescription } from '../../rig/lab/lab-description.ts';
import type { Machine } from '../../rig/machine.ts';
import type { Rig } from '../../rig/rig.ts';
import { plainSheet, type StoryOptions, storyLab } from '../support/scenario.ts';
import { PanelPage } from './panel-page.ts';

/** How the browser is set up: the smallest screen that the panel is made for. */
const SCREEN = { width: 1024, height: 700 };

/**
 * The two machines of a story behind their HTTP API, and a browser before them. Time is virtual: it passes only when the
 * test lets it, so the browser is in no hurry and nothing depends on its speed.
 */
export class PanelStory {
  readonly api: ApiRig;
  readonly context: BrowserContext;
  readonly #server: ApiServer;
  /** What the pages complained of: there must be nothing. */
  readonly complaints: string[] = [];

  private constructor(api: ApiRig, server: ApiServer, context: BrowserContext) {
    this.api = api;
    this.#server = server;
    this.context = context;
  }

  static async begin(browser: Browser, panel: PanelFiles, options: StoryOptions = {}): Promise<PanelStory> {
    return await PanelStory.of(browser, panel, storyLab(options));
  }

  static async of(browser: Browser, panel: PanelFiles, lab: LabDescription): Promise<PanelStory> {
    const api = await ApiRig.create(lab);
    await api.furnish([plainSheet('letter.png'), plainSheet('plan.png')]);
    await api.rig.powerOn();
    const server = await openServer(api, { address: '127.0.0.1', port: 0, token: undefined, panel, version: 'test' });
    const context = await browser.newContext({ viewport: SCREEN, reducedMotion: 'reduce' });
    return new PanelStory(api, server, context);
  }

  get rig(): Rig {
    return this.api.rig;
  }

  get sender(): Machine {
    return this.rig.machine('ifax1');
  }

  get recipient(): Machine {
    return this.rig.machine('ifax2');
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`;
  }

  /** A page of the browser; what it complains of is kept. */
  async open(path: string): Promise<Page> {
    const page = await this.context.newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    await page.goto(`${this.url}${path}`);
    return page;
  }

  /** The panel of a machine, its display shown. */
  async panel(machine = 'ifax1'): Promise<PanelPage> {
    const panel = new PanelPage(await this.open(`/machines/${machine}`));
    await panel.shown();
    return panel;
  }

  /** Waits until a chart of the sender enters this state. */
  async delivering(state: string): Promise<void> {
    const seen = this.rig.log.lines.length;
    await this.rig.until(
      () =>
        this.rig.log.lines
          .slice(seen)
          .some(
            ({ machine, event, data }) => machine === 'ifax1' && event.endsWith('.entered') && data['state'] === state,
          ),
      `the sender is in ${state}`,
    );
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.#server.close();
    this.api.close();
  }
}
