import { CODING_PREFERENCE, type ImageCoding } from './image-coding.ts';

/** Which codings a machine writes and how it chooses among those the far end reads as well. */
export interface CodingChoice {
  /** What it can write; no choice makes it write another. */
  readonly codings: readonly ImageCoding[];
  /** Tried in this order; those it does not name come last. */
  readonly order: readonly ImageCoding[];
  /** Sent in whenever the far end reads it, whatever the resolution; undefined: the best that both ends can do. */
  readonly wanted?: ImageCoding | undefined;
}

/** `JBIG MMR MR MH`, as fax parameter 917 shows it. */
export const DEFAULT_CODING_ORDER: string = CODING_PREFERENCE.join(' ');

/** Reads what `DEFAULT_CODING_ORDER` is an example of, case not minded; undefined when it is not such a list. */
export function readCodingOrder(text: string): readonly ImageCoding[] | undefined {
  const words = text.toUpperCase().split(/[ ,]+/);
  const order = words.flatMap((word) => CODING_PREFERENCE.filter((coding) => coding === word));
  return order.length === words.length && new Set(order).size === order.length ? order : undefined;
}
