import type { Clock, TraceWriter } from '../../device-model/index.ts';
import type { Settings } from './settings.ts';

/** Wrong passwords in a row that lock the area, and for how long on the machine's clock; both *own design*. */
export const KEY_OPERATOR_LOCK = { wrongTries: 5, lockedMs: 60_000 } as const;

export type KeyOperatorAnswer =
  | { readonly ok: true }
  /** One sentence for whoever tried; `lockedMs` is how long no password is looked at. */
  | { readonly ok: false; readonly sentence: string; readonly lockedMs: number };

/**
 * The door of the key operator's area, where General Settings and fax parameters are (siblings' manuals: it is password
 * protected; the lock is *own design*). Wrong tries are counted whichever way they come, panel or network, and
 * forgotten after a right one, after the lock and with the power.
 */
export class KeyOperatorArea {
  readonly #clock: Clock;
  readonly #settings: Settings;
  readonly #trace: TraceWriter;
  #wrongTries = 0;
  #lockedUntil = 0;

  constructor(parts: { readonly clock: Clock; readonly settings: Settings; readonly trace: TraceWriter }) {
    this.#clock = parts.clock;
    this.#settings = parts.settings;
    this.#trace = parts.trace;
  }

  /** Milliseconds until a password is looked at again; 0 when it is at once. */
  get lockedMs(): number {
    return Math.max(0, this.#lockedUntil - this.#clock.now());
  }

  enter(password: string): KeyOperatorAnswer {
    if (this.lockedMs > 0) return this.#locked();
    if (password === this.#settings.get('keyOperatorPassword')) {
      this.#wrongTries = 0;
      this.#trace.write('key-operator.entered');
      return { ok: true };
    }
    this.#wrongTries += 1;
    this.#trace.write('key-operator.refused', { wrongTries: this.#wrongTries });
    if (this.#wrongTries < KEY_OPERATOR_LOCK.wrongTries) {
      const left = KEY_OPERATOR_LOCK.wrongTries - this.#wrongTries;
      return { ok: false, sentence: `The password is wrong; ${left} more of them lock the area.`, lockedMs: 0 };
    }
    this.#wrongTries = 0;
    this.#lockedUntil = this.#clock.now() + KEY_OPERATOR_LOCK.lockedMs;
    return this.#locked();
  }

  #locked(): KeyOperatorAnswer {
    const { lockedMs } = this;
    const sentence = `The key operator's area is locked for ${Math.ceil(lockedMs / 1_000)} s after wrong passwords.`;
    return { ok: false, sentence, lockedMs };
  }
}
