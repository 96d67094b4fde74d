import type { DisplayEntry, PanelKey, SoftKey } from '../../device-model/index.ts';
import type { PanelEvent, SoftKeyWord } from './panel-language.ts';
import type { ScreenView } from './screen-view.ts';

/** One screen as data, drawn from the view. Which screens the family has and what they say is unknown: *own design*. */
export interface Screen {
  readonly title: (view: ScreenView) => string;
  readonly lines: (view: ScreenView) => readonly string[];
  readonly keys: (view: ScreenView) => readonly ScreenKey[];
  readonly entry?: (view: ScreenView) => DisplayEntry;
  readonly dark?: true;
}

/** A soft key and what the chart is told when it is touched. */
export interface ScreenKey extends SoftKey {
  readonly sends: PanelEvent;
  /** A key of the panel that does the same on this screen. */
  readonly hardKey: PanelKey | undefined;
}

export interface KeyOptions {
  readonly hardKey?: PanelKey | undefined;
  readonly selected?: boolean;
  readonly disabled?: boolean;
}

export function softKey(id: string, label: string, sends: PanelEvent, options: KeyOptions = {}): ScreenKey {
  const { hardKey, selected = false, disabled = false } = options;
  return { id, label, sends, hardKey, selected, disabled };
}

/** A soft key that says its own name to the chart. */
export function wordKey(word: SoftKeyWord, label: string, options: KeyOptions = {}): ScreenKey {
  return softKey(word, label, { type: `${word}.touched` }, options);
}

export const START: PanelEvent = { type: 'start.pressed' };
export const CLEAR: PanelEvent = { type: 'clear.pressed' };
export const RESET: PanelEvent = { type: 'reset.pressed' };

/** On screens where nothing is typed CLEAR leads back as well. */
export const BACK = wordKey('back', 'BACK', { hardKey: 'CLEAR' });
/** Where something is typed CLEAR takes back a character. */
export const BACK_FROM_ENTRY = wordKey('back', 'BACK');
export const OK = softKey('ok', 'OK', START);
export const CLEAR_ONE = softKey('clear', 'CLEAR', CLEAR);
export const STANDBY = softKey('standby', 'STANDBY', RESET);
