import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ApiRig } from '../../rig/api/api-rig.ts';
import type { PanelFiles } from '../../rig/api/panel-files.ts';
import { type ApiServer, openServer } from '../../rig/api/server.ts';
import type { LabDescription } from '../../rig/lab/lab-description.ts';
import type { Machine } from '../../rig/machine.ts';
import type { Rig } from '../../rig/rig.ts';
import { plainSheet } from '../support/scenario.ts';
import { PanelPage } from './panel-page.ts';

/** How the browser is set up: the smallest screen that the panel is made for. */
const SCREEN = { width: 1024, height: 700 };

/**
 * The machines of a lab behind their HTTP API, and a browser before them. Under virtual time, which passes only when the
 * test lets it, the browser is in no hurry and nothing depends on its speed.
 */
export class PanelStory {
  readonly api: ApiRig;
  readonly context: BrowserContext;
  readonly #panel: PanelFiles;
  #server: ApiServer;
  /** What the pages complained of: there must be nothing. */
  readonly complaints: string[] = [];

  private constructor(api: ApiRig, panel: PanelFiles, server: ApiServer, context: BrowserContext) {
    this.api = api;
    this.#panel = panel;
    this.#server = server;
    this.context = context;
  }

  static async of(browser: Browser, panel: PanelFiles, lab: LabDescription): Promise<PanelStory> {
    const api = await ApiRig.create(lab);
    await api.furnish([plainSheet('letter.png'), plainSheet('plan.png')]);
    await api.powerOn();
    const server = await serve(api, panel, 0);
    const context = await browser.newContext({ viewport: SCREEN, reducedMotion: 'reduce' });
    return new PanelStory(api, panel, server, context);
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
      if (message.type() === 'error') this.complaints.push(message.text());
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

  /** Lines of the event log so far. */
  get told(): number {
    return this.rig.log.lines.length;
  }

  /** Waits until a chart of the sender enters this state, or has entered it since that many lines of the log. */
  async delivering(state: string, since = this.told): Promise<void> {
    await this.rig.until(
      () =>
        this.rig.log.lines
          .slice(since)
          .some(
            ({ machine, event, data }) => machine === 'ifax1' && event.endsWith('.entered') && data['state'] === state,
          ),
      `the sender is in ${state}`,
    );
  }

  /** Waits for the n-th entry of the sender's journal; then lets what belongs to it end. */
  async journaled(count = 1): Promise<void> {
    await this.rig.until(() => this.sender.journal.length >= count, `the sender's journal has ${count} entries`);
    // QUIT, the record, the release of the pages.
    await this.rig.advance(100);
  }

  /** The server goes away, something happens meanwhile, and it comes back where it was. */
  async restart(meanwhile: () => Promise<void>): Promise<void> {
    const { port } = this.#server;
    await this.#server.close();
    await meanwhile();
    this.#server = await serve(this.api, this.#panel, port);
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.#server.close();
    this.api.close();
  }
}

function serve(api: ApiRig, panel: PanelFiles, port: number): Promise<ApiServer> {
  return openServer(api, { address: '127.0.0.1', port, token: undefined, panel, version: 'test' });
}
