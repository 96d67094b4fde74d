import type { Board } from '../../device-model/index.ts';
import type { Conditions } from './conditions.ts';

/** The alarm lamp shows the gravest condition, and nobody else switches it; returns what ends it. */
export function drivesAlarmLamp(conditions: Conditions, panel: Board['panel']): () => void {
  return conditions.onChange(() => {
    const lamps = conditions.standing.map(({ row }) => row.standing.lamp);
    const alarms = lamps.filter(({ name }) => name === 'alarm').map(({ state }) => state);
    panel.setLamp('alarm', alarms.includes('on') ? 'on' : (alarms[0] ?? 'off'));
  });
}
