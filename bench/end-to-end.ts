import type { ResolutionName } from '../device-model/page/resolution.ts';
import { twoMachines } from '../rig/lab/two-machines.ts';
import { Rig } from '../rig/rig.ts';

/**
 * Two machines switched on. `load` lays the page into the feeder and chooses the station; `transmit` presses START and
 * waits until the recipient has printed the page.
 */
export async function endToEnd(
  png: Uint8Array,
  resolution: ResolutionName,
): Promise<{ readonly load: () => Promise<void>; readonly transmit: () => Promise<void>; close(): void }> {
  const rig = await Rig.create(twoMachines({ seed: 'bench' }));
  const sender = rig.machine('ifax1');
  const recipient = rig.machine('ifax2');
  await rig.powerOn();
  await sender.set('resolution', resolution);
  let jobs = 0;
  return {
    load: async () => {
      // What the job before left to be done after the print, such as its journal entries.
      await rig.advance(60_000);
      await sender.press('RESET');
      await sender.load({ label: 'text.png', octets: png });
      await sender.press('0', '0', '1');
    },
    transmit: async () => {
      jobs += 1;
      await sender.press('START');
      await rig.until(() => recipient.board.tray.sheets === jobs, `page ${jobs} is printed`);
    },
    close: () => rig.close(),
  };
}
