import type { TraceWriter } from '../trace/trace.ts';

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
  'START',
  'STOP',
  'CLEAR',
  'RESET',
] as const;
export type PanelKey = (typeof PANEL_KEYS)[number];

export const LAMPS = ['power', 'receiveData', 'alarm', 'onLine', 'link'] as const;
export type Lamp = (typeof LAMPS)[number];
export type LampState = 'off' | 'on' | 'flashing';

export const LCD_LINES = 4;
export const LCD_COLUMNS = 40;

/** The longest mail address is 254 octets (RFC 5321 4.5.3.1.3); nothing typed is longer than that. */
export const TYPED_CHARACTERS_LIMIT = 256;

export type PanelInput =
  | { readonly kind: 'key'; readonly key: PanelKey }
  /** From the keyboard shown on the display, as a whole. */
  | { readonly kind: 'text'; readonly text: string };

/** Text the panel does not take; the message is one sentence. */
export class PanelInputError extends Error {
  override readonly name = 'PanelInputError';
}

export function isPanelKey(text: string): text is PanelKey {
  return (PANEL_KEYS as readonly string[]).includes(text);
}

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
  #lines: readonly string[] = Array.from({ length: LCD_LINES }, () => '');
  #handler: ((input: PanelInput) => void) | undefined;

  constructor(options: { readonly trace: TraceWriter }) {
    this.#trace = options.trace;
  }

  /** Who answers keys; one at a time, `undefined` when nobody does (power off). */
  onKey(handler: ((input: PanelInput) => void) | undefined): void {
    this.#handler = handler;
  }

  press(key: PanelKey): void {
    this.#trace.write('key.press', { key });
    this.#handler?.({ kind: 'key', key });
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
    this.#trace.write('text.type', { text });
    this.#handler?.({ kind: 'text', text });
  }

  /** Shows up to 4 lines of 40 characters; what is longer is cut off, control characters become spaces. */
  show(lines: readonly string[]): void {
    const shown = Array.from({ length: LCD_LINES }, (_, i) => displayed(lines[i] ?? ''));
    if (shown.every((line, i) => line === this.#lines[i])) return;
    this.#lines = shown;
    this.#trace.write('lcd.changed', { lines: shown });
    this.#changed();
  }

  /** What the display shows: always 4 lines, trailing blanks left out. */
  get lcd(): readonly string[] {
    return this.#lines;
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

  beep(): void {
    this.#trace.write('beeper.sounded');
    this.#changed();
  }

  /** Power goes: display and lamps are dark, keys do nothing. */
  darken(): void {
    this.onKey(undefined);
    this.show([]);
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

/** Counts characters, not UTF-16 halves. */
function displayed(line: string): string {
  return Array.from(line.slice(0, LCD_COLUMNS * 2).replace(/\p{Cc}/gu, ' '))
    .slice(0, LCD_COLUMNS)
    .join('')
    .trimEnd();
}
