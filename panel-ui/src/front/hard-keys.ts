import type { PanelKey } from '../../../rig/api/contract.ts';

/** How a hard key looks: *own design* in the manner of the family. */
export interface HardKeyFace {
  readonly key: PanelKey;
  readonly shape: 'mode' | 'digit' | 'round' | 'bar';
  readonly colour: 'grey' | 'green' | 'red' | 'yellow' | 'blue';
  /** Read by screen readers; the name begins with what is printed on the key. */
  readonly name: string;
}

/** Left of the display, from top to bottom. */
export const MODE_KEYS: readonly HardKeyFace[] = [
  { key: 'COPY', shape: 'mode', colour: 'grey', name: 'COPY' },
  { key: 'FAX/EMAIL', shape: 'mode', colour: 'grey', name: 'FAX/EMAIL' },
  { key: 'FUNCTION', shape: 'mode', colour: 'grey', name: 'FUNCTION' },
  { key: 'REDIAL', shape: 'mode', colour: 'grey', name: 'REDIAL' },
  { key: 'ENERGY-SAVER', shape: 'mode', colour: 'blue', name: 'ENERGY SAVER' },
];

/** Right of the display, row by row. */
export const KEYPAD: readonly HardKeyFace[] = (
  ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const
).map((key) => ({
  key,
  shape: 'digit',
  colour: 'grey',
  name: key === '*' ? '* (star)' : key === '#' ? '# (number sign)' : key,
}));

/** Beside the keypad. */
export const ACTION_KEYS: readonly HardKeyFace[] = [
  { key: 'RESET', shape: 'bar', colour: 'yellow', name: 'RESET' },
  { key: 'CLEAR', shape: 'bar', colour: 'yellow', name: 'CLEAR' },
  { key: 'STOP', shape: 'round', colour: 'red', name: 'STOP' },
  { key: 'START', shape: 'round', colour: 'green', name: 'START' },
];

/** What the computer's own keyboard presses while something of the machine's front has the focus. */
export const KEYBOARD_KEYS: Readonly<Partial<Record<string, PanelKey>>> = {
  Backspace: 'CLEAR',
  Delete: 'CLEAR',
  ...Object.fromEntries(KEYPAD.map(({ key }) => [key, key])),
};

/** Likewise, but only while no key of the page has the focus: there Enter is that key's. */
export const FRONT_KEYS: Readonly<Partial<Record<string, PanelKey>>> = { Enter: 'START', Escape: 'STOP' };
