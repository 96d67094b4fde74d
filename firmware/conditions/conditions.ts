import type { TraceWriter } from '../../device-model/index.ts';
import type { InfoCode, StandingCondition } from '../journal/info-code.ts';
import { type ConditionKey, INFO_CODES } from '../journal/info-codes.ts';

/** Something that stands in the machine until it is mended: a row of the info-code table and what was seen. */
export interface Condition {
  readonly row: InfoCode & { readonly standing: StandingCondition };
  /** One sentence; the row's own unless whoever raised it knows more. */
  readonly sentence: string;
}

/**
 * The one place where the machine's conditions live: display, lamps, SMTP replies and the journal ask here, so that they
 * agree. Whoever watches a sensor or learns of a failure raises and clears; raising twice is once.
 */
export class Conditions {
  readonly #trace: TraceWriter;
  readonly #standing = new Map<ConditionKey, Condition>();
  readonly #listeners = new Set<() => void>();

  constructor(trace: TraceWriter) {
    this.#trace = trace;
  }

  /** The gravest first: what waits for somebody before what goes on, otherwise in the order of the table. */
  get standing(): readonly Condition[] {
    const inOrder = CONDITION_KEYS.flatMap((key) => this.#standing.get(key) ?? []);
    return [...inOrder.filter(waitsForSomebody), ...inOrder.filter((condition) => !waitsForSomebody(condition))];
  }

  find(key: ConditionKey): Condition | undefined {
    return this.#standing.get(key);
  }

  /** The gravest of these that stands. */
  firstOf(keys: readonly ConditionKey[]): Condition | undefined {
    return keys.map((key) => this.#standing.get(key)).find((condition) => condition !== undefined);
  }

  raise(key: ConditionKey, sentence: string = INFO_CODES[key].sentence): void {
    if (this.#standing.has(key)) return;
    const row = INFO_CODES[key];
    this.#standing.set(key, { row, sentence });
    this.#trace.write('condition.raised', { infoCode: row.code, condition: key, sentence });
    this.#changed();
  }

  clear(key: ConditionKey): void {
    if (!this.#standing.delete(key)) return;
    this.#trace.write('condition.cleared', { infoCode: INFO_CODES[key].code, condition: key });
    this.#changed();
  }

  /** Raises or clears. */
  set(key: ConditionKey, stands: boolean, sentence?: string): void {
    if (stands) this.raise(key, sentence);
    else this.clear(key);
  }

  /** Calls back after every change; returns what ends it. */
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

function isConditionKey(key: string): key is ConditionKey {
  const row: InfoCode | undefined = Object.hasOwn(INFO_CODES, key) ? INFO_CODES[key as ConditionKey] : undefined;
  return row?.standing !== undefined;
}

/** In the order of the table. */
export const CONDITION_KEYS: readonly ConditionKey[] = Object.keys(INFO_CODES).filter(isConditionKey);

function waitsForSomebody({ row }: Condition): boolean {
  return row.standing.lamp.name === 'alarm' && row.standing.lamp.state === 'on';
}
