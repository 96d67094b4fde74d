import type { Locator, Page } from 'playwright-core';

/** Longest a page may take to show what the machine shows, in milliseconds of real time. */
const SHOWN_MS = 10_000;

/** A machine's page as a person without a mouse uses it: the computer's keyboard, and the names that a screen reader says. */
export class PanelPage {
  readonly page: Page;
  /** Calls that the machine has answered. */
  #answered = 0;

  constructor(page: Page) {
    this.page = page;
    page.on('requestfinished', (request) => {
      if (request.method() !== 'GET') this.#answered += 1;
    });
  }

  get front(): Locator {
    return this.page.getByRole('region', { name: /^Front panel of / });
  }

  /** The display's plain-text twin. */
  get text(): Locator {
    return this.page.getByRole('status', { name: 'Display text' });
  }

  async shown(): Promise<void> {
    await this.text.waitFor({ state: 'attached', timeout: SHOWN_MS });
  }

  /** Waits until the display's text holds all of these. */
  async tells(...words: readonly (string | RegExp)[]): Promise<void> {
    for (const word of words) {
      await this.text.filter({ hasText: word }).waitFor({ state: 'attached', timeout: SHOWN_MS });
    }
  }

  /** Presses a key of the page by its name, with the keyboard alone: it gets the focus and Enter. The machine has felt it. */
  async press(...names: readonly string[]): Promise<void> {
    for (const name of names) await this.use(this.front.getByRole('button', { name, exact: true }));
  }

  /** Writes with the computer's keyboard while the front has the focus; the machine has felt every sign. */
  async write(text: string): Promise<void> {
    await this.front.focus();
    await this.#felt(text.length, () => this.page.keyboard.type(text));
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** A control that does something to the machine, with the keyboard alone. */
  async use(control: Locator): Promise<void> {
    await control.focus();
    await this.#felt(1, () => this.page.keyboard.press('Enter'));
  }

  /** A control of the page itself, with the keyboard alone. */
  async turn(control: Locator): Promise<void> {
    await control.focus();
    await this.page.keyboard.press('Enter');
  }

  async #felt(calls: number, act: () => Promise<void>): Promise<void> {
    const expected = this.#answered + calls;
    await act();
    while (this.#answered < expected) await this.page.waitForEvent('requestfinished', { timeout: SHOWN_MS });
  }

  place(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }
}
