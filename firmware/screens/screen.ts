import type { DisplayEntry, PanelKey, SoftKey } from '../../device-model/index.ts';
import type { PanelEvent } from './panel-chart.ts';
import type { ScreenView } from './screen-view.ts';

/** One screen as data, drawn from the view. Which screens the family has and what they say is unknown: *own design*. */
export interface Screen {
  readonly title: (view: ScreenView) => string;
  readonly lines: (view: ScreenView) => readonly string[];
  readonly keys: (view: ScreenView) => readonly ScreenKey[];
  readonly entry?: (view: ScreenView) => DisplayEntry;
}

/** A soft key and what the chart is told when it is touched. */
export interface ScreenKey extends SoftKey {
  readonly sends: PanelEvent;
  /** A key of the panel that does the same on this screen. */
  readonly hardKey: PanelKey | undefined;
}

export function softKey(
  id: string,
  label: string,
  sends: PanelEvent,
  more: { readonly hardKey?: PanelKey; readonly selected?: boolean; readonly disabled?: boolean } = {},
): ScreenKey {
  const { hardKey, selected = false, disabled = false } = more;
  return { id, label, sends, hardKey, selected, disabled };
}
