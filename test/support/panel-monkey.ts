import { DISPLAY_LIMITS, PANEL_KEYS, type PanelKey, Random, VirtualHost } from '../../device-model/index.ts';
import { SCREEN_NAMES } from '../../firmware/index.ts';
import { twoMachines } from '../../rig/lab/two-machines.ts';
import type { Machine } from '../../rig/machine.ts';
import { Rig } from '../../rig/rig.ts';
import { plainSheet } from './scenario.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** Between two deeds of the monkey, at most; half of it on average. */
const PAUSE_MS = 12 * SECOND_MS;
/** Deepest screen: a setting's entry, its list, the key operator's menu, the functions, standby. */
const STEPS_BACK = 12;
const WAYS_BACK = ['back', 'standby', 'wake'];

const TEXTS = [
  'june@ifax2.panasonic.example',
  'nobody@nowhere.example',
  '001',
  '1,june@ifax2.panasonic.example',
  '10.20.30.1',
  '255.255.255.0',
  'ifax1',
  'Ünïcödé 😀',
  '"a,b"@ifax2.panasonic.example',
  '@'.repeat(200),
  '-17',
  ' ',
];

/** What the monkey saw. */
export interface MonkeyReport {
  readonly deeds: number;
  readonly screens: ReadonlySet<string>;
  readonly waysBack: number;
  readonly resets: number;
  readonly sent: number;
}

/**
 * A monkey before one machine of two: it presses, touches and types at random for so long in virtual time, lays originals
 * in now and then, opens covers and pulls the cable. Throws with the seed, the deed and the screen when the panel breaks
 * its word.
 */
export class PanelMonkey {
  readonly #seed: string;
  readonly #random: Random;
  readonly #rig: Rig;
  readonly #machine: Machine;
  readonly #screens = new Set<string>();
  /** Lines of the log. */
  #seen = 0;
  #deeds = 0;
  #waysBack = 0;
  #resets = 0;
  #last = 'nothing yet';

  private constructor(seed: string, rig: Rig) {
    this.#seed = seed;
    this.#random = new Random(seed);
    this.#rig = rig;
    this.#machine = rig.machine('ifax1');
  }

  static async play(seed: string, durationMs: number): Promise<MonkeyReport> {
    const rig = await Rig.create(twoMachines({ seed }));
    await rig.powerOn();
    const monkey = new PanelMonkey(seed, rig);
    try {
      await monkey.#furnish();
      return await monkey.#play(durationMs);
    } finally {
      rig.close();
    }
  }

  async #play(durationMs: number): Promise<MonkeyReport> {
    const endsAt = this.#rig.clock.now() + durationMs;
    let originalsAt = 0;
    let furnishedAt = this.#rig.clock.now();
    while (this.#rig.clock.now() < endsAt) {
      if (this.#rig.clock.now() >= originalsAt) {
        await this.#bringOriginals();
        originalsAt = this.#rig.clock.now() + 5 * MINUTE_MS + this.#random.below(10 * MINUTE_MS);
      }
      if (this.#rig.clock.now() - furnishedAt > 30 * MINUTE_MS) {
        await this.#furnish();
        furnishedAt = this.#rig.clock.now();
      }
      await this.#deed();
      await this.#rig.advance(this.#random.below(PAUSE_MS));
      this.#look();
      if (this.#random.below(25) === 0) await this.#leadBack();
      if (this.#random.below(25) === 0) await this.#reset();
    }
    if (!this.#machine.ready) this.#fault('the machine is not ready any more');
    const faults = this.#machine.journal.filter(({ result }) => result === '999');
    if (faults.length > 0) this.#fault(`the journal tells of a fault of the machine: ${faults[0]?.detail ?? ''}`);
    const sent = this.#machine.journal.filter(({ direction, result }) => direction === 'XMT' && result === 'OK').length;
    return { deeds: this.#deeds, screens: this.#screens, waysBack: this.#waysBack, resets: this.#resets, sent };
  }

  async #deed(): Promise<void> {
    this.#deeds += 1;
    const { softKeys, screen } = this.#machine.display;
    const touchable = softKeys.filter(({ disabled }) => !disabled);
    // No monkey finds a password.
    if (screen === 'password' && this.#random.below(3) > 0) return await this.#enterPassword();
    // Most screens lie behind this key.
    if (screen === 'standby' && this.#random.below(4) === 0) return await this.#press('FUNCTION');
    const chance = this.#random.below(100);
    const onwards = touchable.filter(({ id }) => !WAYS_BACK.includes(id));
    const rows = onwards.filter(({ id }) => id.startsWith('row-'));
    if (chance < 25 && rows.length > 0) return await this.#touch(this.#oneOf(rows).id);
    if (chance < 50 && onwards.length > 0) return await this.#touch(this.#oneOf(onwards).id);
    if (chance < 62 && touchable.length > 0) return await this.#touch(this.#oneOf(touchable).id);
    if (chance < 88) return await this.#press();
    if (chance < 96) return await this.#type(this.#oneOf(TEXTS));
    await this.#hand();
  }

  async #press(key: PanelKey = this.#anyKey()): Promise<void> {
    this.#last = `[${key}]`;
    await this.#machine.press(key);
  }

  #anyKey(): PanelKey {
    // Most of the others lead away from every screen.
    const digits = this.#random.below(4) > 0;
    return this.#oneOf(PANEL_KEYS.filter((key) => /^[\d*#]$/.test(key) === digits));
  }

  async #touch(id: string): Promise<void> {
    this.#last = `touch ${id}`;
    await this.#machine.touch(id);
  }

  async #type(text: string): Promise<void> {
    this.#last = `type ${text}`;
    await this.#machine.type(text);
  }

  async #enterPassword(): Promise<void> {
    await this.#type(String(this.#machine.firmware?.settings.get('keyOperatorPassword')));
    await this.#machine.press('START');
  }

  /** What else a person does at a machine. */
  async #hand(): Promise<void> {
    const hands: readonly (() => Promise<void>)[] = [
      () => this.#machine.openCover('feeder'),
      () => this.#machine.closeCover('feeder'),
      () => this.#machine.openCover('printer'),
      () => this.#machine.closeCover('printer'),
      () => this.#machine.liftFromGlass(),
      () => this.#machine.takeOriginals(),
      () => this.#machine.emptyTray(),
      () => this.#machine.jamFeeder({ atRow: 100 }),
      () => this.#machine.clearFeeder(),
      async () => this.#cable('unplug'),
      async () => this.#cable('plug'),
    ];
    this.#last = 'a hand';
    await this.#oneOf(hands)();
  }

  /** Of the other machine: what is sent then is redialled and stays incomplete. */
  #cable(hand: 'plug' | 'unplug'): void {
    const { network } = this.#rig.machine('ifax2').board;
    if (network instanceof VirtualHost) network[hand]();
  }

  async #bringOriginals(): Promise<void> {
    await this.#machine.clearFeeder();
    await this.#machine.closeCover('feeder');
    await this.#machine.closeCover('printer');
    await this.#machine.takeOriginals();
    if (this.#random.below(4) === 0) await this.#machine.layOnGlass(plainSheet('on the glass'));
    else await this.#machine.load(plainSheet('monkey business'));
    if (this.#random.below(3) === 0) await this.#orderForTonight();
    // Somebody takes what was printed, so that memory does not fill up over the hours.
    for (const machine of this.#rig.machines) await machine.emptyTray();
  }

  /** A file that stays in memory for hours, if the scanner is free. */
  async #orderForTonight(): Promise<void> {
    const { scanEngine } = this.#machine.board;
    const scanning = this.#machine.firmware?.transmitter.filesIn(['preflight', 'scanning', 'storing']) ?? [];
    if (scanEngine.scanning || scanning.length > 0) return;
    await this.#machine.order({
      destinations: [{ forwardPath: 'june@ifax2.panasonic.example' }],
      deferredTo: '23:59',
    });
  }

  /** What an administrator mends: the monkey sets everything it finds. */
  async #furnish(): Promise<void> {
    const network = {
      dhcp: 'Disabled',
      ipAddress: '192.168.10.21',
      subnetMask: '255.255.255.0',
      defaultGateway: '192.168.10.1',
      dnsServer1: '10.20.30.53',
      hostName: 'ifax1',
      domainName: 'panasonic.example',
      machineAddress: 'pcc@ifax1.panasonic.example',
      directIfaxXmt: 'Valid',
      resolution: '204x98',
      autoResetTime: 60,
      energySaverTime: 5,
      deferredXmt: '',
      redialCount: 1,
      redialInterval: 60,
    } as const;
    for (const [key, value] of Object.entries(network)) await this.#machine.set(key as keyof typeof network, value);
    const june = { number: '001', name: 'JUNE', address: 'june@ifax2.panasonic.example', direct: true };
    await this.#machine.importAddressBook(JSON.stringify({ stations: [june] }));
  }

  #look(): void {
    const { screen, title, lines, softKeys } = this.#machine.display;
    for (const { machine, event, data } of this.#rig.log.lines.slice(this.#seen)) {
      const entered = machine === this.#machine.name && event === 'screen.entered' ? data['screen'] : undefined;
      if (typeof entered === 'string') this.#screens.add(entered);
    }
    this.#seen = this.#rig.log.lines.length;
    if (!SCREEN_NAMES.some((name) => name === screen)) this.#fault('there is no such screen');
    const { least, most } = DISPLAY_LIMITS.lines;
    if (lines.length < least || lines.length > most) this.#fault(`${lines.length} lines`);
    if (softKeys.length > DISPLAY_LIMITS.softKeys) this.#fault(`${softKeys.length} soft keys`);
    if (new Set(softKeys.map(({ id }) => id)).size < softKeys.length) this.#fault('two soft keys of one id');
    if (screen !== 'starting' && title === '') this.#fault('no title');
    if (lines.some((line) => line.includes('MACHINE ERROR 999')))
      this.#fault('the machine tells of a fault of its own');
  }

  /** Some soft key or CLEAR leads to standby, step by step. */
  async #leadBack(): Promise<void> {
    const from = this.#machine.display.screen;
    for (let step = 0; !this.#atRest(); step += 1) {
      if (step === STEPS_BACK) this.#fault(`no way back from ${from}`);
      const back = WAYS_BACK.find((id) => this.#machine.display.softKeys.some((key) => key.id === id && !key.disabled));
      if (back === undefined) await this.#machine.press('CLEAR');
      else await this.#machine.touch(back);
      // What takes the machine a moment leads on by itself; a text is taken back character by character.
      await this.#rig.advance(SECOND_MS);
      if (this.#machine.display.screen === 'address' || this.#machine.display.screen === 'station') step -= 1;
    }
    this.#waysBack += 1;
  }

  /** RESET leads to standby, or to a question that nobody has seen yet. */
  async #reset(): Promise<void> {
    const from = this.#machine.display.screen;
    const asking = this.#machine.firmware?.transmitter.filesIn(['memoryFull', 'interrupted', 'nextOriginal']) ?? [];
    for (let tries = 0; tries <= asking.length; tries += 1) {
      await this.#machine.press('RESET');
      if (this.#machine.display.screen === 'standby') break;
    }
    if (this.#machine.display.screen !== 'standby') this.#fault(`RESET on ${from} does not lead to standby`);
    this.#resets += 1;
  }

  #atRest(): boolean {
    return this.#machine.display.screen === 'standby';
  }

  #oneOf<T>(some: readonly T[]): T {
    const one = some[this.#random.below(some.length)];
    if (one === undefined) throw new RangeError('there is nothing to choose from');
    return one;
  }

  #fault(what: string): never {
    const { screen, lines } = this.#machine.display;
    throw new Error(
      `seed ${this.#seed}, deed ${this.#deeds} (${this.#last}), screen ${screen}: ${what}\n${lines.join('\n')}`,
    );
  }
}
