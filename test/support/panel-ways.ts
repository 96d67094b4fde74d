import { PANEL_PATHS, walk } from './panel-tour.ts';
import { type PowerCase, SHEETS, type Way } from './power-case.ts';
import { JUNE } from './scenario.ts';

/** Whatever a walk through the key operator's screens may have changed. */
const NETWORK = {
  dhcp: 'Disabled',
  ipAddress: '192.168.10.21',
  subnetMask: '255.255.255.0',
  defaultGateway: '192.168.10.1',
  dnsServer1: '10.20.30.53',
  hostName: 'ifax1',
  domainName: 'panasonic.example',
  machineAddress: 'pcc@ifax1.panasonic.example',
  headerLine: 'Off',
  resolution: '204x98',
} as const;

/** The first sheet has been sent in vain, the second lies in the feeder, and the toner is low: every screen has something to show. */
async function inVain(at: PowerCase): Promise<void> {
  const [first, second] = SHEETS;
  if (first === undefined || second === undefined) return;
  at.story.cable('ifax2', 'unplug');
  await at.sender.load(first);
  await at.start();
  await at.story.journaled();
  at.story.cable('ifax2', 'plug');
  await at.sender.setToner('low');
  await at.sender.load(second);
  await at.sender.press('RESET');
  at.forget();
}

/** By the shortest path of the panel's chart. */
function walked(state: string): Way {
  return {
    options: { settings: { redialCount: 0 } },
    before: inVain,
    go: async (at) => {
      await walk(at.story, PANEL_PATHS.get(state) ?? []);
    },
    mend: async (at) => {
      for (const [key, value] of Object.entries(NETWORK)) await at.sender.set(key as keyof typeof NETWORK, value);
    },
  };
}

/** Two jobs under way, a sheet each, until an operator presses STOP. */
const WHICH: Way = {
  before: async (at) => {
    for (const sheet of SHEETS) {
      await at.sender.load(sheet);
      await at.sender.order({ destinations: [{ forwardPath: JUNE }], deferredTo: '23:00' });
      await at.reach('delivery deferred');
      at.forget();
    }
  },
  go: (at) => at.sender.press('STOP'),
};

/** The last part of a state's name. */
const leafOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** A way to every screen of the panel; those of a job under way are led to by the ways given. */
export function panelWays(
  states: readonly string[],
  given: Readonly<Record<string, Way>>,
): Readonly<Record<string, Way>> {
  const ways: Readonly<Record<string, Way>> = { stopChoice: WHICH, ...given };
  return Object.fromEntries(states.map((path) => [path, ways[leafOf(path)] ?? walked(leafOf(path))]));
}
