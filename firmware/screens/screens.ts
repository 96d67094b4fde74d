import type { DisplayContent } from '../../device-model/index.ts';
import { ADDRESS_BOOK_SCREENS } from './content/address-book-screens.ts';
import { FILE_SCREENS } from './content/file-screens.ts';
import { FUNCTION_SCREENS } from './content/function-screens.ts';
import { INFO_CODE_SCREENS } from './content/info-code-screens.ts';
import { JOB_SCREENS } from './content/job-screens.ts';
import { JOURNAL_SCREENS } from './content/journal-screens.ts';
import { KEY_OPERATOR_SCREENS } from './content/key-operator-screens.ts';
import { SENDING_SCREENS } from './content/sending-screens.ts';
import { STANDBY_SCREENS } from './content/standby-screens.ts';
import type { Screen } from './screen.ts';
import type { ScreenView } from './screen-view.ts';

/** Every screen by name. */
export const SCREENS = {
  ...STANDBY_SCREENS,
  ...SENDING_SCREENS,
  ...JOB_SCREENS,
  ...FUNCTION_SCREENS,
  ...FILE_SCREENS,
  ...JOURNAL_SCREENS,
  ...ADDRESS_BOOK_SCREENS,
  ...INFO_CODE_SCREENS,
  ...KEY_OPERATOR_SCREENS,
} as const satisfies Record<string, Screen>;

export type ScreenName = keyof typeof SCREENS;

/** In the order of the table. */
export const SCREEN_NAMES: readonly ScreenName[] = Object.keys(SCREENS).filter(isScreenName);

export function isScreenName(text: string): text is ScreenName {
  return Object.hasOwn(SCREENS, text);
}

/** The screen of a state of the panel chart: its own name with hyphens. */
export function screenNameOf(state: string): ScreenName {
  const name = state.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (isScreenName(name)) return name;
  throw new RangeError(`the state ${state} of the panel has no screen`);
}

/** A screen as the display takes it. */
export function drawn(name: ScreenName, view: ScreenView): DisplayContent {
  const screen: Screen = SCREENS[name];
  return {
    screen: name,
    title: screen.title(view),
    lines: screen.lines(view),
    softKeys: screen.keys(view).map(({ id, label, selected, disabled }) => ({ id, label, selected, disabled })),
    entry: screen.entry?.(view),
    backlight: screen.dark !== true,
  };
}
