import type { OriginalType } from '../../device-model/index.ts';
import type { ResolutionName } from '../../device-model/page/resolution.ts';

/** What the operator wants sent; the originals are those in the feeder, the one on the glass when it is empty. */
export interface XmtOrder {
  /** Each its own delivery, result and journal entry; `via`: by No. 31 SMTP Server instead of a direct call. */
  readonly destinations: readonly {
    readonly forwardPath: string;
    readonly station?: string;
    readonly via?: 'mail-server';
  }[];
  readonly resolution: ResolutionName;
  readonly density: 1 | 2 | 3 | 4 | 5;
  /** `text` by default. */
  readonly originalType?: OriginalType;
  /** Before what waits for the line without it. */
  readonly priority?: boolean;
  /** Time of day `hh:mm` of the first attempt; at once when absent. Scanning begins at once all the same. */
  readonly deferredTo?: string;
}

export type OrderAnswer =
  | { readonly ok: true; readonly fileNumber: number }
  /** One line for the panel. */
  | { readonly ok: false; readonly hint: string };
