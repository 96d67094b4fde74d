import type { EventLog } from '../../device-model/index.ts';
import type { Machine } from '../machine.ts';
import type { MachineState } from './contract.ts';
import { eventText, type StreamSource } from './event-streams.ts';

/**
 * The machine's state whenever something changed that can be seen: always the whole of it, so that a reader who missed some
 * has missed nothing.
 */
export function stateSource(machine: Machine, log: EventLog, state: () => MachineState): StreamSource {
  let stale = true;
  let told = '';
  return {
    next: () => {
      if (!stale) return undefined;
      stale = false;
      const now = state();
      // The clock and the log go on by themselves: that alone is no news.
      const seen = JSON.stringify({ ...now, event: 0, calendar: '' });
      if (seen === told) return undefined;
      told = seen;
      return eventText('state', now.event, now);
    },
    onNews: (wake) => {
      const changed = (): void => {
        stale = true;
        wake();
      };
      const ends = [
        log.subscribe((line) => {
          if (line.machine === machine.name || line.machine === 'lan') changed();
        }),
        // These two say nothing to the log.
        machine.board.tray.onChange(changed),
        machine.board.panel.onChange(changed),
      ];
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
