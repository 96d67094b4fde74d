import type { PanelInput } from '../../device-model/index.ts';
import type { PanelEvent } from './panel-language.ts';

const KEYS: Readonly<Record<string, PanelEvent>> = {
  START: { type: 'start.pressed' },
  CLEAR: { type: 'clear.pressed' },
  RESET: { type: 'reset.pressed' },
  COPY: { type: 'copy.pressed' },
  'FAX/EMAIL': { type: 'fax.pressed' },
  FUNCTION: { type: 'function.pressed' },
  REDIAL: { type: 'redial.pressed' },
  'ENERGY-SAVER': { type: 'energy-saver.pressed' },
  '*': { type: 'symbol.pressed', symbol: '*' },
  '#': { type: 'symbol.pressed', symbol: '#' },
};

/** What the chart is told of a key of the panel or of typed text. `running`: the file numbers that STOP may mean. */
export function keyEvent(
  input: Exclude<PanelInput, { readonly kind: 'touch' }>,
  running: () => readonly number[],
): PanelEvent | undefined {
  if (input.kind === 'text') return { type: 'text.typed', text: input.text };
  if (input.key === 'STOP') return { type: 'stop.pressed', running: running() };
  return /^\d$/.test(input.key) ? { type: 'digit.pressed', digit: input.key } : KEYS[input.key];
}
