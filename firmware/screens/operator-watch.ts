import type { Alarm, Clock } from '../../device-model/index.ts';
import type { Settings } from '../settings/settings.ts';

/** How long nobody has touched the panel: No. 40 Auto Reset Time and No. 41 Energy Saver Time, 0 being never. */
export class OperatorWatch {
  readonly #clock: Clock;
  readonly #settings: Settings;
  readonly #tell: (what: 'operator.away' | 'machine.unused') => void;
  #alarm: Alarm | undefined;

  constructor(parts: {
    readonly clock: Clock;
    readonly settings: Settings;
    readonly tell: (what: 'operator.away' | 'machine.unused') => void;
  }) {
    this.#clock = parts.clock;
    this.#settings = parts.settings;
    this.#tell = parts.tell;
  }

  /**
   * Counts anew from now. `resets`: the screen goes back to standby first; without auto reset it goes dark with the others.
   */
  restart(resets: boolean): void {
    this.stop();
    const resetMs = resets ? this.#settings.get('autoResetTime') * 1_000 : 0;
    const saverMs = this.#settings.get('energySaverTime') * 60_000;
    const ms = resetMs === 0 ? saverMs : resetMs;
    if (ms === 0) return;
    this.#alarm = this.#clock.alarm(
      this.#clock.now() + ms,
      () => this.#tell(resetMs === 0 ? 'machine.unused' : 'operator.away'),
      'nobody at the panel',
    );
  }

  stop(): void {
    this.#alarm?.cancel();
    this.#alarm = undefined;
  }
}
