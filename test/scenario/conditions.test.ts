import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { VirtualHost } from '../../device-model/network/virtual-host.ts';
import { blankRaster } from '../../device-model/page/bilevel-raster.ts';
import { PAPER_SIZES } from '../../device-model/page/paper-size.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { CONDITION_KEYS } from '../../firmware/conditions/conditions.ts';
import type { InfoCode } from '../../firmware/journal/info-code.ts';
import { type ConditionKey, INFO_CODES } from '../../firmware/journal/info-codes.ts';
import type { DhcpBehaviour } from '../../rig/lab/dhcp-server.ts';
import type { DnsBehaviour } from '../../rig/lab/dns-server.ts';
import type { LabDescription } from '../../rig/lab/lab-description.ts';
import { mailing, mailOf } from '../support/caller-script.ts';
import { leasingLab } from '../support/dhcp-story.ts';
import { plainSheet, RECIPIENT, type Settings, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => {
  another = undefined;
  story?.close();
});

const octets = readFileSync(new URL('../vectors/tiff-s-1page.tif', import.meta.url));
const FAX = mailOf('fax', { type: 'image/tiff', octets });
const ANOTHER_FAX = mailOf('another fax', { type: 'image/tiff', octets });
const TEXT = mailOf('text', { type: 'text/plain', octets: Buffer.from('hello') });

/** What one plain sheet takes in the scan buffer. */
let pageOctets = 0;
beforeAll(async () => {
  story = await Story.begin({ recipient: 'absent' });
  story.farEnd([]);
  await story.send();
  await story.delivering('greeting');
  pageOctets = story.memoryInUse;
  story.close();
});

interface Stimulus {
  readonly settings?: Settings;
  /** Instead of that of `twoMachines`. */
  readonly lab?: () => LabDescription;
  readonly memoryOctets?: () => number;
  /** Makes the condition stand on ifax2; the panel is left where it is. */
  readonly raise: () => Promise<void>;
  readonly mend: () => Promise<void>;
  /** Result in the journal of the communication that met the condition; left out, no entry has the condition's code. */
  readonly journal?: string;
  /** What a caller hears; by the row when left out. `no answer`: there is no link. `not asked`: another condition would answer. */
  readonly reply?: 'no answer' | 'not asked';
}

const until = (what: string, predicate: () => boolean): Promise<void> => story.rig.until(predicate, what);
const entries = (count: number): Promise<unknown> => story.journaled(count, story.recipient);
const inState = (state: string): Promise<void> =>
  until(`ifax2 is in ${state}`, () =>
    story.rig.log.lines.some(
      ({ machine, event, data }) => machine === 'ifax2' && event.endsWith('.entered') && data['state'] === state,
    ),
  );

/** Station 001 of ifax2 is ifax1. */
async function order(sheets = 1): Promise<void> {
  await story.recipient.load(...Array.from({ length: sheets }, (_, index) => plainSheet(`sheet ${index + 1}`)));
  await story.recipient.press('0', '0', '1', 'START');
}

async function send(sheets = 1): Promise<void> {
  await order(sheets);
  await entries(1);
}

/** What the machine answers the message's final dot with. */
async function answerTo(message: string, answer: string): Promise<string> {
  const call = story.call(mailing(message, { answer }));
  await until('the call is over', () => call.left !== undefined || call.mismatch !== undefined);
  return call.received.split('\r\n').at(-3) ?? '';
}

async function dns(behaviour: DnsBehaviour): Promise<void> {
  await story.rig.clock.enter(() => {
    story.rig.dnsServer('dns').behaviour = behaviour;
  });
}

async function dhcp(behaviour: DhcpBehaviour): Promise<void> {
  await story.rig.clock.enter(() => {
    story.rig.dhcpServer('dhcp').behaviour = behaviour;
  });
}

function socketOf(machine: string): VirtualHost {
  const { network } = story.rig.machine(machine).board;
  if (!(network instanceof VirtualHost)) throw new Error(`${machine} is not on the virtual LAN`);
  return network;
}

let another: VirtualHost | undefined;

/** A host beside ifax2 that takes whatever address it is told. */
function squatter(): VirtualHost {
  another ??= story.rig.lan.host({ name: 'squatter', segment: 'works' });
  return another;
}

const nameServiceFails = (behaviour: DnsBehaviour, journal: string): Stimulus => ({
  settings: { redialCount: 0 },
  journal,
  raise: async () => {
    await dns(behaviour);
    await send();
  },
  mend: async () => {
    await dns('answer');
    await story.recipient.resendFile(1);
    await until('the file is sent', () => story.recipient.journal.some(({ result }) => result === 'OK'));
    await story.rig.advance(1_000);
  },
});

const STIMULI: Readonly<Record<ConditionKey, Stimulus>> = {
  misfeed: {
    journal: '030',
    raise: async () => {
      await story.recipient.misfeedOriginal();
      await send();
    },
    mend: () => story.recipient.clearFeeder(),
  },
  'original-jam': {
    journal: '031',
    raise: async () => {
      await story.recipient.jamFeeder({ atRow: 100 });
      await send();
    },
    mend: () => story.recipient.clearFeeder(),
  },
  'feeder-cover-open': {
    journal: '061',
    raise: async () => {
      await order();
      await inState('scanning');
      await story.recipient.openCover('feeder');
      await entries(1);
    },
    mend: () => story.recipient.closeCover('feeder'),
  },
  'lan-down': {
    reply: 'no answer',
    journal: '714',
    raise: async () => {
      story.cable('ifax2', 'unplug');
      await send();
    },
    mend: async () => story.cable('ifax2', 'plug'),
  },
  'receive-memory-full': {
    journal: '718',
    settings: { substituteReception: 'On' },
    memoryOctets: () => Math.floor(FAX.length * 1.5),
    raise: async () => {
      await story.recipient.jamPrinter();
      expect(await answerTo(FAX, '250 ')).toBe('250 message accepted as file 001');
      expect(await answerTo(ANOTHER_FAX, '452 ')).toBe('452 insufficient memory for this message');
    },
    mend: async () => {
      await story.recipient.clearPrinter();
      await entries(2);
    },
  },
  'dhcp-no-parameters': {
    reply: 'no answer',
    // There is no DHCP server on the LAN.
    raise: () => story.recipient.set('dhcp', 'Enabled'),
    mend: () => story.recipient.set('dhcp', 'Disabled'),
  },
  'lease-lost': {
    // Discovery that fails is another condition, and comes soon.
    reply: 'not asked',
    lab: () => leasingLab({ dhcp: { leaseSeconds: 600 } }),
    raise: () => dhcp('refusing'),
    mend: () => dhcp('answer'),
  },
  'address-in-use': {
    reply: 'no answer',
    journal: '960',
    raise: async () => {
      story.cable('ifax2', 'unplug');
      squatter().configure(RECIPIENT);
      story.cable('ifax2', 'plug');
      await story.rig.advance(1_000);
      await send();
    },
    mend: async () => squatter().unconfigure(),
  },
  'address-not-there': {
    reply: 'no answer',
    journal: '962',
    raise: async () => {
      // Whoever runs the LAN lets the machine have its own address and no other.
      await story.rig.clock.enter(() => socketOf('ifax2').admit([RECIPIENT.address]));
      await story.recipient.set('ipAddress', '10.20.30.6');
      expect(socketOf('ifax2').configuration).toBeUndefined();
      expect(story.events('ifax2', 'lan.unconfigured').at(-1)?.data['sentence']).toBe(
        '10.20.30.6 is no address of ifax2 on this LAN: it has 10.20.30.5.',
      );
      await send();
    },
    mend: () => story.recipient.set('ipAddress', RECIPIENT.address),
  },
  'dns-timeout': nameServiceFails('silent', '725'),
  'dns-server-failed': nameServiceFails('servfail', '930'),
  'memory-overflow': {
    reply: 'not asked',
    memoryOctets: () => Math.floor(pageOctets * 2.5),
    raise: async () => {
      await order(5);
      await inState('memoryFull');
    },
    mend: () => story.recipient.press('STOP'),
  },
  'paper-out': {
    journal: '950',
    raise: async () => {
      for (const paper of PAPER_SIZES) await story.recipient.takePaper(paper);
    },
    mend: async () => {
      for (const paper of PAPER_SIZES) await story.recipient.putPaper(paper);
    },
  },
  'paper-jam': {
    journal: '951',
    raise: () => story.recipient.jamPrinter(),
    mend: () => story.recipient.clearPrinter(),
  },
  'printer-cover-open': {
    journal: '952',
    raise: () => story.recipient.openCover('printer'),
    mend: () => story.recipient.closeCover('printer'),
  },
  'toner-low': {
    raise: () => story.recipient.setToner('low'),
    mend: () => story.recipient.setToner('enough'),
  },
  'output-tray-full': {
    journal: '954',
    raise: async () => {
      const { tray } = story.recipient.board;
      const page = { raster: blankRaster(8, 1), resolution: RESOLUTIONS['204x98'], paper: 'A4', label: 'x' } as const;
      await story.rig.clock.enter(() => {
        while (!tray.full) tray.add(page, 0);
      });
    },
    mend: async () => {
      await story.recipient.emptyTray();
      await story.recipient.printFile(1);
      await entries(2);
    },
  },
  'memory-low': {
    settings: { memoryLow: 99 },
    memoryOctets: () => pageOctets * 90,
    raise: async () => {
      await story.sender.cutPower();
      await order();
      await inState('redialWaiting');
    },
    mend: () => story.recipient.set('memoryLow', 0),
  },
  'line-busy': {
    raise: async () => {
      // Takes the call and says nothing.
      story.farEndAt({ ...RECIPIENT, address: '10.20.30.11' }, []);
      for (const state of ['greeting', 'waiting']) {
        await story.recipient.load(plainSheet('sheet'));
        await story.recipient.type('june@[10.20.30.11]');
        await story.recipient.press('START');
        await inState(state);
        await story.recipient.press('RESET');
      }
    },
    mend: async () => {
      for (const fileNumber of [1, 2]) await story.recipient.deleteFile(fileNumber);
      await story.rig.advance(1_000);
    },
  },
  'file-incomplete': {
    settings: { redialCount: 0 },
    raise: async () => {
      await story.sender.cutPower();
      await send();
    },
    mend: async () => {
      await story.recipient.deleteFile(1);
      await story.rig.advance(1_000);
    },
  },
  'record-damaged': {
    raise: async () => {
      const { recipient } = story;
      await story.rig.clock.enter(() => void recipient.board.storage.replace('jobs/005', Buffer.from('not ours')));
      await story.rig.advance(100);
      await recipient.cutPower();
      await recipient.powerOn();
      await until('ifax2 is ready', () => recipient.ready);
    },
    journal: '968',
    mend: async () => {
      await story.recipient.clearDamagedRecords();
    },
  },
  'reception-kept': {
    settings: { unprintableMessage: 'Keep' },
    journal: '940',
    raise: async () => {
      await answerTo(TEXT, '250 ');
      await entries(1);
    },
    mend: () => story.recipient.deleteFile(1),
  },
};

async function begin({ lab, settings, memoryOctets }: Stimulus): Promise<void> {
  if (lab !== undefined) {
    story = await Story.of(lab(), ['ifax1', 'ifax2']);
    await until('ifax2 has a lease', () => story.recipient.board.network.configuration !== undefined);
    return;
  }
  const recipient = memoryOctets === undefined ? {} : { imageMemoryOctets: memoryOctets() };
  const recipientSettings = { resolution: '204x98', substituteReception: 'Off', ...settings };
  story = await Story.begin({ recipient, recipientSettings });
}

const rowOf = (key: ConditionKey): InfoCode => INFO_CODES[key];

describe('a condition tells the same on every surface', () => {
  test('every one has a stimulus', () => {
    expect(Object.keys(STIMULI).sort()).toEqual([...CONDITION_KEYS].sort());
  });

  test.each(CONDITION_KEYS)('%s', async (key) => {
    const stimulus = STIMULI[key];
    await begin(stimulus);
    const { recipient } = story;
    const { code, lcd, standing } = rowOf(key);
    if (standing === undefined) throw new Error(`${key} is no condition`);
    const told = (event: string): readonly unknown[] =>
      story.events('ifax2', event).flatMap(({ data }) => (data['condition'] === key ? [data['infoCode']] : []));
    expect(recipient.conditions).toEqual([]);
    expect(recipient.board.panel.lamp('alarm')).toBe('off');

    await stimulus.raise();
    await until(`${key} stands`, () => recipient.conditions.some(({ row }) => row.key === key));
    expect(told('condition.raised')).toEqual([code]);
    if (stimulus.reply === undefined && key !== 'receive-memory-full') {
      const { reply } = standing;
      const heard = await answerTo(FAX, reply === undefined ? '250 ' : `${reply.code} `);
      expect(heard).toMatch(reply === undefined ? /^250 message accepted/ : `${reply.code} ${reply.text}`);
      await story.rig.advance(10_000);
    }
    if (stimulus.reply === 'no answer') {
      const call = story.call([]);
      await story.rig.advance(60_000);
      expect(call.received).toBe('');
    }
    const results = recipient.journal.map(({ result }) => result);
    if (stimulus.journal === undefined) expect(results).not.toContain(code);
    else expect(results).toContain(stimulus.journal);
    expect(recipient.board.panel.lamp(standing.lamp.name)).toBe(standing.lamp.state);
    // A question stays on the display until it is answered; everything else makes room for the standby screen.
    if (key !== 'memory-overflow') await recipient.press('RESET');
    expect(recipient.lcd.join('\n')).toContain(lcd[0]);

    await stimulus.mend();
    await until(`${key} is mended`, () => recipient.conditions.every(({ row }) => row.key !== key));
    expect(told('condition.cleared')).toEqual([code]);
    await story.rig.advance(1_000);
    expect(recipient.conditions).toEqual([]);
    expect(recipient.board.panel.lamp('alarm')).toBe('off');
    await recipient.press('RESET');
    expect(recipient.lcd.join('\n')).not.toContain(lcd[0]);
  });

  test('memory full, told by SIZE at MAIL: the same reply, code and condition', async () => {
    await begin({ ...STIMULI['receive-memory-full'] });
    const { recipient } = story;
    await recipient.jamPrinter();
    await answerTo(FAX, '250 ');
    const call = story.call([
      { takeUntil: '220 ' },
      { takeUntil: '\r\n' },
      { say: 'EHLO mail.example\r\n' },
      { takeUntil: '250 CONNEG\r\n' },
      { say: `MAIL FROM:<eve@mail.example> SIZE=${ANOTHER_FAX.length}\r\n` },
      { takeUntil: '\r\n' },
      { say: 'QUIT\r\n' },
      { takeUntil: '221 ' },
      { end: true },
    ]);
    await until('the call is over', () => call.left !== undefined || call.mismatch !== undefined);
    expect(call.received).toContain('452 insufficient memory for this message\r\n');
    await entries(1);
    expect(recipient.journal).toMatchObject([{ result: '718', pages: 0 }]);
    const standing = (): readonly string[] => recipient.conditions.map(({ row }) => row.key);
    expect(standing()).toContain('receive-memory-full');
    await recipient.clearPrinter();
    await entries(2);
    expect(standing()).toEqual([]);
  });

  test('the gravest comes first, and the next takes its place', async () => {
    await begin({ ...STIMULI['toner-low'] });
    const { recipient } = story;
    await recipient.setToner('low');
    await recipient.openCover('feeder');
    expect(recipient.conditions.map(({ row }) => row.key)).toEqual(['feeder-cover-open', 'toner-low']);
    expect(recipient.lcd[2]).toBe('FEEDER COVER IS OPEN                 061');
    expect(recipient.board.panel.lamp('alarm')).toBe('on');
    await recipient.closeCover('feeder');
    expect(recipient.lcd[2]).toBe('TONER IS LOW                         953');
    expect(recipient.board.panel.lamp('alarm')).toBe('flashing');
  });

  test('what stands when the power comes back stands again', async () => {
    await begin({ ...STIMULI['paper-jam'] });
    const { recipient } = story;
    await recipient.jamPrinter();
    await recipient.cutPower();
    expect(recipient.conditions).toEqual([]);
    expect(recipient.board.panel.lamp('alarm')).toBe('off');
    await recipient.powerOn();
    await until('ifax2 is ready', () => recipient.ready);
    expect(recipient.conditions.map(({ row }) => row.key)).toEqual(['paper-jam']);
    expect(recipient.board.panel.lamp('alarm')).toBe('on');
  });
});
