import type { Checked, NonvolatileMemory, RecordFormat, TraceWriter } from '../../device-model/index.ts';
import type { SmtpTimeouts } from '../smtp/client/timeouts.ts';
import { FAX_PARAMETERS } from './fax-parameters.ts';
import { GENERAL_SETTINGS } from './general-settings.ts';
import { maskedValue, type Parameter, type ParameterValue } from './parameter.ts';
import { RECEPTION_SETTINGS } from './reception-settings.ts';

/** Every row by key; numbers are unique within their list. */
export const PARAMETERS = { ...GENERAL_SETTINGS, ...RECEPTION_SETTINGS, ...FAX_PARAMETERS };

export type SettingKey = keyof typeof PARAMETERS;
export type SettingValue<Key extends SettingKey> =
  (typeof PARAMETERS)[Key] extends Parameter<infer Value> ? Value : never;
export type SettingValues = { readonly [Key in SettingKey]: SettingValue<Key> };

export const SETTING_KEYS = Object.keys(PARAMETERS).filter(isSettingKey);

export function isSettingKey(text: string): text is SettingKey {
  return Object.hasOwn(PARAMETERS, text);
}

/** The row of a key without its own value type: number, name, choices and check, for lists, screens and logs. */
export function parameterOf(key: SettingKey): Parameter {
  return PARAMETERS[key];
}

export const FACTORY_DEFAULTS: SettingValues = {
  ...defaultsOf(GENERAL_SETTINGS),
  ...defaultsOf(RECEPTION_SETTINGS),
  ...defaultsOf(FAX_PARAMETERS),
};

export interface SettingChange {
  readonly key: SettingKey;
  readonly from: ParameterValue;
  readonly to: ParameterValue;
}

const RECORD = 'settings/parameters';
/** Only what differs from the factory is stored, so that a later firmware's better default reaches old machines. */
const FORMAT: RecordFormat<Readonly<Record<string, unknown>>> = {
  version: 1,
  check: (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ok: true, value: { ...value } }
      : { ok: false, sentence: 'expected one value for each parameter.' },
};

/** General settings and fax parameters of one machine, kept in its non-volatile memory. */
export class Settings {
  readonly #memory: NonvolatileMemory;
  readonly #trace: TraceWriter;
  readonly #listeners = new Set<(change: SettingChange) => void>();
  #values: SettingValues = FACTORY_DEFAULTS;
  #previous: Promise<unknown> = Promise.resolve();

  constructor(memory: NonvolatileMemory, trace: TraceWriter) {
    this.#memory = memory;
    this.#trace = trace;
  }

  /**
   * Reads what was kept. Missing or damaged: factory defaults; a value that no longer passes its row's check: that
   * row's default. Returns one sentence for each thing that was not as it should be.
   */
  async load(): Promise<readonly string[]> {
    const loaded = await this.#memory.load(RECORD, FORMAT);
    this.#values = FACTORY_DEFAULTS;
    const sentences: string[] = [];
    if (loaded.kind === 'damaged') sentences.push(`${loaded.sentence} The factory defaults are in use.`);
    if (loaded.kind === 'value') {
      for (const [key, value] of Object.entries(loaded.value)) {
        const sentence = isSettingKey(key)
          ? this.#adopt(key, value)
          : `The setting ${JSON.stringify(key)} is not known to this firmware.`;
        if (sentence !== undefined) sentences.push(sentence);
      }
    }
    for (const sentence of sentences) this.#trace.write('settings.repaired', { sentence });
    return sentences;
  }

  get<Key extends SettingKey>(key: Key): SettingValues[Key] {
    return this.#values[key];
  }

  /** All values as they stand; the object never changes. */
  get values(): SettingValues {
    return this.#values;
  }

  /**
   * Takes effect, and is told to listeners, once it is durable. The sentence says why a value was refused; the promise
   * rejects when the memory cannot be written, and then nothing has changed.
   */
  set(key: SettingKey, value: unknown): Promise<Checked<ParameterValue>> {
    return this.#inTurn(async () => {
      const checked: Checked<ParameterValue> = parameterOf(key).check(value);
      if (!checked.ok) {
        this.#trace.write('setting.refused', { key, sentence: checked.sentence });
        return checked;
      }
      if (checked.value !== this.#values[key]) await this.#commit({ ...this.#values, [key]: checked.value });
      return checked;
    });
  }

  /** Many at once with one write, those that pass their rows' checks; one sentence for each that does not. */
  setAll(values: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
    return this.#inTurn(async () => {
      const sentences: string[] = [];
      const checked: [SettingKey, ParameterValue][] = [];
      for (const [key, value] of Object.entries(values)) {
        if (!isSettingKey(key)) {
          sentences.push(`there is no setting ${key}`);
          continue;
        }
        const one: Checked<ParameterValue> = parameterOf(key).check(value);
        if (one.ok) checked.push([key, one.value]);
        else sentences.push(one.sentence);
      }
      const changed = checked.filter(([key, value]) => value !== this.#values[key]);
      if (changed.length > 0) await this.#commit({ ...this.#values, ...Object.fromEntries(changed) });
      return sentences;
    });
  }

  restoreFactoryDefaults(): Promise<void> {
    return this.#inTurn(() => this.#commit(FACTORY_DEFAULTS));
  }

  /** Returns what ends the subscription. */
  onChange(listener: (change: SettingChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #adopt(key: SettingKey, value: unknown): string | undefined {
    const checked: Checked<ParameterValue> = parameterOf(key).check(value);
    if (!checked.ok) return `${checked.sentence} Its default is in use.`;
    this.#values = { ...this.#values, [key]: checked.value };
    return undefined;
  }

  async #commit(values: SettingValues): Promise<void> {
    const changed = SETTING_KEYS.filter((key) => values[key] !== FACTORY_DEFAULTS[key]);
    await this.#memory.save(RECORD, FORMAT, Object.fromEntries(changed.map((key) => [key, values[key]])));
    const before = this.#values;
    this.#values = values;
    for (const key of SETTING_KEYS) {
      if (before[key] === values[key]) continue;
      const change = { key, from: before[key], to: values[key] };
      const row = parameterOf(key);
      const told = { key, from: maskedValue(row, change.from), to: maskedValue(row, change.to) };
      this.#trace.write('setting.changed', { number: row.number, ...told });
      for (const listener of this.#listeners) listener(change);
    }
  }

  /** One change after the other, so that two at once cannot overwrite each other. */
  #inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const turn = this.#previous.then(operation, operation);
    this.#previous = turn.catch(() => undefined);
    return turn;
  }
}

/** The SMTP client's timers as set, in ms; what has no row keeps the client's own value. */
export function smtpTimeoutsOf(values: SettingValues): Partial<SmtpTimeouts> {
  return {
    connect: values.timerConnect * 1_000,
    greeting: values.timerGreeting * 1_000,
    ehlo: values.timerEhlo * 1_000,
    mail: values.timerMail * 1_000,
    rcpt: values.timerRcpt * 1_000,
    data: values.timerData * 1_000,
    dataBlock: values.timerDataBlock * 1_000,
    finalDot: values.timerFinalDot * 1_000,
    session: values.timerSession * 1_000,
  };
}

function defaultsOf<Rows extends Record<string, Parameter<string> | Parameter<number>>>(
  rows: Rows,
): { readonly [Key in keyof Rows]: Rows[Key] extends Parameter<infer Value> ? Value : never } {
  const entries = Object.entries(rows).map(([key, row]) => [key, row.default]);
  // Object.fromEntries forgets which key has which value; both come from the same row here.
  return Object.fromEntries(entries) as ReturnType<typeof defaultsOf<Rows>>;
}
