import type { PanelInput } from '../../device-model/index.ts';
import type { PanelEvent } from './panel-chart.ts';

const KEYS: Readonly<Record<string, PanelEvent>> = {
  START: { type: 'start.pressed' },
  STOP: { type: 'stop.pressed' },
  CLEAR: { type: 'clear.pressed' },
  RESET: { type: 'reset.pressed' },
};

/** What the chart is told of a key of the panel or of typed text. */
export function keyEvent(input: Exclude<PanelInput, { readonly kind: 'touch' }>): PanelEvent | undefined {
  if (input.kind === 'text') return { type: 'text.typed', text: input.text };
  return /^\d$/.test(input.key) ? { type: 'digit.pressed', digit: input.key } : KEYS[input.key];
}
