import type { VirtualHost } from '../../device-model/network/virtual-host.ts';
import { panelChart } from '../../firmware/index.ts';
import type { DhcpBehaviour } from '../../rig/lab/dhcp-server.ts';
import { standingStates } from './chart-paths.ts';
import { FIRST_LEASE, leasingLab } from './dhcp-story.ts';
import { panelWays } from './panel-ways.ts';
import { type PowerCase, ROOM_FOR_ONE, SHEETS, type Way } from './power-case.ts';

/** The fax goes through. */
export const THROUGH: Way = { go: (at) => at.start() };

/** The recipient cannot be reached. */
const UNREACHABLE: Way = {
  go: async (at) => {
    at.story.cable('ifax2', 'unplug');
    await at.start();
  },
  mend: async (at) => at.story.cable('ifax2', 'plug'),
};

const INCOMPLETE: Way = { ...UNREACHABLE, options: { settings: { redialCount: 0 } } };
const DISCARDED: Way = { ...UNREACHABLE, options: { settings: { redialCount: 0, incompleteFileSave: 'Off' } } };

const STOPPED: Way = {
  wants: 'nothing more',
  go: async (at) => {
    await at.start();
    await at.reach('delivery addressing');
    await at.sender.press('STOP');
  },
};

const REFUSED: Way = {
  options: { settings: { dhcp: 'Enabled' } },
  go: (at) => at.start(),
  mend: (at) => at.sender.set('dhcp', 'Disabled'),
};

const MEMORY_FULL: Way = { options: { sender: { imageMemoryOctets: ROOM_FOR_ONE } }, go: (at) => at.start() };

const JAMMED: Way = {
  go: async (at) => {
    await at.start();
    await at.reach('job storing');
    await at.sender.jamFeeder({ atRow: 100 });
  },
  mend: (at) => at.sender.clearFeeder(),
};

/** Two sheets, one after the other. */
const ON_GLASS: Way = {
  before: async (at) => {
    const [first] = SHEETS;
    if (first !== undefined) await at.sender.layOnGlass(first);
  },
  go: async (at) => {
    await at.start();
    await at.reach('job nextOriginal');
    const [, second] = SHEETS;
    if (second !== undefined) await at.sender.layOnGlass(second);
    await at.sender.press('1');
  },
};

/** In the recipient's memory, with the cover of its printer open. */
const WAITING_FOR_PRINTER: Way = {
  go: async (at) => {
    await at.recipient.openCover('printer');
    await at.start();
  },
  mend: (at) => at.recipient.closeCover('printer'),
};

const DELETED: Way = {
  ...WAITING_FOR_PRINTER,
  wants: 'nothing more',
  go: async (at) => {
    await WAITING_FOR_PRINTER.go(at);
    await at.reach('reception waiting');
    await at.recipient.deleteFile(1);
  },
};

const TRAY_FULL: Way = {
  go: async (at) => {
    await at.fillTray();
    await at.start();
  },
  mend: (at) => at.emptyTray(),
};

/** A power-on in the midst of a transmission, cut again. */
const POWER_ON: Way = {
  before: async (at) => {
    await at.sender.load(...SHEETS);
    await at.start();
    await at.reach('delivery connecting');
    await at.sender.cutPower();
  },
  go: async (at) => at.sender.powerOn(),
};

const BACK_TO_STANDBY: Way = {
  before: async (at) => {
    await at.sender.load(...SHEETS);
    await at.start();
  },
  go: async (at) => {
    await at.reach('job storing');
    await at.sender.press('RESET');
  },
};

const TYPED: Way = {
  go: async (at) => {
    await at.sender.type('june@ifax2.panasonic.example');
    await at.sender.press('START');
  },
};

/**
 * The recipient has its address by DHCP, the first sheet in its memory behind an open cover, and no power; the second sheet
 * is on its way to it.
 */
function leasing(way: Omit<Way, 'before' | 'lab'>, leaseSeconds = 3_600): Way {
  return {
    lab: (seed) =>
      leasingLab({
        seed,
        dhcp: { registersIn: 'dns', leaseSeconds },
        settings: { headerLine: 'Off', redialInterval: 30, redialCount: 15 },
      }),
    before: async (at) => {
      const [first, second] = SHEETS;
      if (first === undefined || second === undefined) return;
      await hasAddress(at);
      await at.recipient.openCover('printer');
      await at.sender.load(first);
      await at.start();
      await at.reach('reception waiting');
      await at.story.journaled();
      await at.recipient.cutPower();
      await at.sender.load(second);
      await at.sender.press('RESET');
      await at.start();
      await at.reach('delivery redialWaiting');
      at.forget();
    },
    ...way,
    mend: async (at) => {
      await way.mend?.(at);
      await at.recipient.powerOn();
      await at.story.rig.until(() => at.recipient.ready, 'the recipient is ready');
      await hasAddress(at);
      await at.recipient.closeCover('printer');
    },
  };
}

const hasAddress = (at: PowerCase): Promise<void> =>
  at.story.rig.until(() => at.recipient.board.network.configuration !== undefined, 'the recipient has an address');

const switched = (to: DhcpBehaviour) => (at: PowerCase) =>
  at.story.rig.clock.enter(() => {
    at.story.rig.dhcpServer('dhcp').behaviour = to;
  });

const ADDRESSED = leasing({ go: async (at) => at.recipient.powerOn() });

/** Somebody else sits on the address that the server gives. */
const TAKEN = leasing({
  go: async (at) => {
    const squatter: VirtualHost = at.story.rig.lan.host({ name: 'squatter', segment: 'works' });
    squatter.configure({ address: FIRST_LEASE, mask: '255.255.255.0' });
    await at.recipient.powerOn();
  },
});

const NO_LEASE = leasing({
  go: async (at) => {
    await switched('refusing')(at);
    await at.recipient.powerOn();
  },
  mend: switched('answer'),
});

const RENEWED = leasing({ go: async (at) => at.recipient.powerOn() }, 60);

const NOT_RENEWED = leasing(
  {
    go: async (at) => {
      await at.recipient.powerOn();
      await at.reach('dhcp bound');
      await switched('silent')(at);
    },
    mend: switched('answer'),
  },
  600,
);

const CABLE_OUT_AND_IN = leasing({
  go: async (at) => {
    await at.recipient.powerOn();
    await at.reach('dhcp bound');
    at.story.cable('ifax2', 'unplug');
    at.story.cable('ifax2', 'plug');
  },
});

/** For every state of every chart in which a machine can be found, a way there; by the chart's name and the state's path. */
export const WAYS: Readonly<Record<string, Readonly<Record<string, Way>>>> = {
  job: {
    preflight: THROUGH,
    scanning: THROUGH,
    storing: THROUGH,
    nextOriginal: ON_GLASS,
    memoryFull: MEMORY_FULL,
    interrupted: JAMMED,
    committing: THROUGH,
    'delivering.running': THROUGH,
    'delivering.stopping': STOPPED,
    keeping: INCOMPLETE,
    incomplete: INCOMPLETE,
    releasing: THROUGH,
    refusing: REFUSED,
    cancelling: STOPPED,
    discarding: DISCARDED,
    delivered: THROUGH,
    refused: REFUSED,
    cancelled: STOPPED,
    discarded: DISCARDED,
  },
  delivery: {
    deferred: { ...THROUGH, options: { settings: { deferredXmt: '09:30' } } },
    'calling.waiting': THROUGH,
    'calling.preflight': THROUGH,
    'calling.resolving': THROUGH,
    'calling.onLine.connecting': THROUGH,
    'calling.onLine.greeting': THROUGH,
    'calling.onLine.hello': THROUGH,
    'calling.onLine.originating': THROUGH,
    'calling.onLine.addressing': THROUGH,
    'calling.onLine.negotiating': THROUGH,
    'calling.onLine.coding': THROUGH,
    'calling.onLine.requesting': THROUGH,
    'calling.onLine.sending': THROUGH,
    'calling.onLine.confirming': THROUGH,
    'calling.recording': THROUGH,
    'calling.failing': UNREACHABLE,
    redialWaiting: UNREACHABLE,
    cancelling: STOPPED,
    delivered: THROUGH,
    incomplete: INCOMPLETE,
    cancelled: STOPPED,
  },
  reception: {
    reading: THROUGH,
    printing: THROUGH,
    waiting: WAITING_FOR_PRINTER,
    discarding: DELETED,
    finishing: THROUGH,
    keeping: TRAY_FULL,
    printed: THROUGH,
    kept: TRAY_FULL,
    discarded: DELETED,
  },
  panel: panelWays(standingStates(panelChart), {
    starting: POWER_ON,
    standby: BACK_TO_STANDBY,
    station: THROUGH,
    address: TYPED,
    progress: THROUGH,
    question: MEMORY_FULL,
    result: THROUGH,
  }),
  dhcp: {
    selecting: ADDRESSED,
    requesting: ADDRESSED,
    probing: ADDRESSED,
    declining: TAKEN,
    pausing: NO_LEASE,
    bound: ADDRESSED,
    renewing: RENEWED,
    rebinding: NOT_RENEWED,
    verifying: CABLE_OUT_AND_IN,
  },
};
