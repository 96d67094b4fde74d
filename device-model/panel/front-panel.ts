import type { TraceWriter } from '../trace/trace.ts';
import { DARK, type DisplayContent, displayable, sameContent } from './display-content.ts';

/**
 * The front panel: keys in; display, lamps and beeper out. Which keys, lamps and what size of display the real panel
 * has is not known to us: all of it is *own design*. It knows no screens: the firmware decides what a key does.
 */
export const PANEL_KEYS = [
  '0',
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  '7',
  '8',
  '9',
  '*',
  '#',
  'COPY',
  'FAX/EMAIL',
  'FUNCTION',
  'RESET',
  'STOP',
  'START',
  'CLEAR',
  'REDIAL',
  'ENERGY-SAVER',
] as const;
export type PanelKey = (typeof PANEL_KEYS)[number];

export const LAMPS = ['power', 'receiveData', 'alarm', 'onLine', 'link'] as const;
export type Lamp = (typeof LAMPS)[number];
export type LampState = 'off' | 'on' | 'flashing';

/** The longest mail address is 254 octets (RFC 5321 4.5.3.1.3); nothing typed is longer than that. */
export const TYPED_CHARACTERS_LIMIT = 256;

export type PanelInput =
  | { readonly kind: 'key'; readonly key: PanelKey }
  /** A soft key that the display shows and that is not disabled. */
  | { readonly kind: 'touch'; readonly id: string }
  /** From the keyboard shown on the display, as a whole. */
  | { readonly kind: 'text'; readonly text: string };

/** Text or a touch that the panel does not take; the message is one sentence. */
export class PanelInputError extends Error {
  override readonly name = 'PanelInputError';
}

export function isPanelKey(text: string): text is PanelKey {
  return (PANEL_KEYS as readonly string[]).includes(text);
}

/** Stands in the event log for each character of a password. */
const MASK = '*';

export class FrontPanel {
  readonly #trace: TraceWriter;
  readonly #lamps: Record<Lamp, LampState> = {
    power: 'off',
    receiveData: 'off',
    alarm: 'off',
    onLine: 'off',
    link: 'off',
  };
  readonly #listeners = new Set<() => void>();
  #display: DisplayContent = DARK;
  #beeps = 0;
  #handler: ((input: PanelInput) => void) | undefined;

  constructor(options: { readonly trace: TraceWriter }) {
    this.#trace = options.trace;
  }

  /** Who answers keys; one at a time, `undefined` when nobody does (power off). */
  onKey(handler: ((input: PanelInput) => void) | undefined): void {
    this.#handler = handler;
  }

  press(key: PanelKey): void {
    this.#trace.write('key.press', { key: this.#secret && /^\d$/.test(key) ? MASK : key });
    this.#handler?.({ kind: 'key', key });
  }

  /** Throws PanelInputError when the display shows no soft key of that id; a disabled one does nothing. */
  touch(softKeyId: string): void {
    const softKey = this.#display.softKeys.find(({ id }) => id === softKeyId);
    if (softKey === undefined) {
      const shown = this.#display.softKeys.map(({ id }) => id).join(', ') || 'none at all';
      throw new PanelInputError(
        `The display shows no soft key ${JSON.stringify(softKeyId.slice(0, 40))}, only ${shown}.`,
      );
    }
    if (softKey.disabled) return;
    this.#trace.write('softkey.touch', { id: softKeyId, label: softKey.label });
    this.#handler?.({ kind: 'touch', id: softKeyId });
  }

  /** Throws PanelInputError for control characters or more than 256 characters. */
  type(text: string): void {
    if (text.length > TYPED_CHARACTERS_LIMIT) {
      throw new PanelInputError(
        `The typed text has ${text.length} characters; expected at most ${TYPED_CHARACTERS_LIMIT}.`,
      );
    }
    if (/\p{Cc}/u.test(text))
      throw new PanelInputError('The typed text holds a control character; expected letters, digits and signs.');
    this.#trace.write('text.type', { text: this.#secret ? MASK.repeat(text.length) : text });
    this.#handler?.({ kind: 'text', text });
  }

  /** A password is being entered: the event log does not learn it. */
  get #secret(): boolean {
    return this.#display.entry?.kind === 'password';
  }

  show(content: DisplayContent): void {
    const shown = displayable(content);
    if (sameContent(shown, this.#display)) return;
    this.#display = shown;
    const { screen, title, lines, backlight } = shown;
    this.#trace.write('lcd.changed', { screen, title, lines, backlight });
    this.#changed();
  }

  get display(): DisplayContent {
    return this.#display;
  }

  /** The lines that the display shows: 4 or more, trailing blanks left out. */
  get lcd(): readonly string[] {
    return this.#display.lines;
  }

  setLamp(lamp: Lamp, state: LampState): void {
    if (this.#lamps[lamp] === state) return;
    this.#lamps[lamp] = state;
    this.#trace.write('lamp.changed', { lamp, state });
    this.#changed();
  }

  lamp(lamp: Lamp): LampState {
    return this.#lamps[lamp];
  }

  get lamps(): Readonly<Record<Lamp, LampState>> {
    return { ...this.#lamps };
  }

  /** How often the beeper has sounded. */
  get beeps(): number {
    return this.#beeps;
  }

  beep(): void {
    this.#beeps += 1;
    this.#trace.write('beeper.sounded');
    this.#changed();
  }

  /** Power goes: display and lamps are dark, keys do nothing. */
  darken(): void {
    this.onKey(undefined);
    this.show(DARK);
    for (const lamp of LAMPS) this.setLamp(lamp, 'off');
  }

  /** Calls back after every change of display or lamps and after a beep; returns what ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
