import type { PanelAnswer, PanelHands } from './panel-language.ts';

/** Lists the files anew when something about them has changed, one listing at a time. */
export class FileWatch {
  readonly #hands: PanelHands;
  readonly #tell: (answer: PanelAnswer) => void;
  #listing = false;
  #changed = false;

  constructor(hands: PanelHands, tell: (answer: PanelAnswer) => void) {
    this.#hands = hands;
    this.#tell = tell;
  }

  changed(): void {
    this.#changed = true;
    if (!this.#listing) void this.#list();
  }

  async #list(): Promise<void> {
    this.#listing = true;
    while (this.#changed) {
      this.#changed = false;
      this.#tell(await this.#hands.perform({ ask: 'list-files' }));
    }
    this.#listing = false;
  }
}
