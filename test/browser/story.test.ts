import { expect, test } from 'vitest';
import { JUNE } from '../support/scenario.ts';
import type { PanelPage } from './panel-page.ts';
import type { PanelStory } from './panel-story.ts';
import { withBrowser } from './with-browser.ts';

/** As machines leave the factory: No. 22 Enabled, nothing set by hand. */
const FACTORY = {
  dhcp: 'Enabled',
  ipAddress: '',
  subnetMask: '',
  defaultGateway: '',
  dnsServer1: '',
  hostName: '',
  domainName: '',
  machineAddress: '',
} as const;

/** Long enough for the machine to store a setting or look something up, and far shorter than its auto reset. */
const A_MOMENT_MS = 2_000;

async function intoGeneralSettings(panel: PanelPage): Promise<void> {
  await panel.press('FUNCTION');
  await panel.tells('KEY OPERATOR');
  await panel.write('8');
  await panel.tells('ENTER THE PASSWORD');
  await panel.write('00000000');
  await panel.tells('PASSWORD: ********');
  await panel.press('START');
  await panel.write('1');
  await panel.tells('GENERAL SETTINGS', '22 DHCP');
}

/** Opens a setting by its number. */
async function open(panel: PanelPage, number: string, title: string): Promise<void> {
  await panel.write(number);
  await panel.press('START');
  await panel.tells(title);
}

async function stored(story: PanelStory, panel: PanelPage): Promise<void> {
  await panel.press('START');
  await story.rig.advance(A_MOMENT_MS);
  await panel.tells('GENERAL SETTINGS');
}

/** Keys that the machine has felt, from its own log. */
function keysFelt({ rig }: PanelStory): number {
  return rig.log.lines.filter(({ machine, event }) => machine === 'ifax1' && event === 'key.press').length;
}

withBrowser('Direct Internet Fax XMT before a machine fresh from the factory', (begin) => {
  test('by keys alone: password, No. 22 Disabled, addresses, destination, feeder, START, OK, the page in the other tray', async () => {
    const story = await begin({ sender: { settings: FACTORY, stations: [] } });
    const panel = await story.panel();
    await panel.tells('READY');
    await intoGeneralSettings(panel);

    await open(panel, '22', 'Disabled');
    await panel.write('2');
    await story.rig.advance(A_MOMENT_MS);
    await panel.tells(/22 DHCP\s+Disabled/);
    for (const [number, title, octets] of [
      ['23', 'IP ADDRESS', '192*168*10*21'],
      ['24', 'SUBNET MASK', '255*255*255*0'],
      ['25', 'DEFAULT GATEWAY', '192*168*10*1'],
      ['26', 'DNS SERVER 1', '10*20*30*53'],
    ] as const) {
      await open(panel, number, title);
      await panel.write(octets);
      await panel.tells(octets.replaceAll('*', '.'));
      await stored(story, panel);
    }
    for (const [number, title, text] of [
      ['28', 'HOST NAME', 'ifax1'],
      ['29', 'DOMAIN NAME', 'panasonic.example'],
      ['30', 'MACHINE E-MAIL ADDRESS', 'pcc@ifax1.panasonic.example'],
    ] as const) {
      await open(panel, number, title);
      await panel.write(text);
      await panel.tells(text);
      await stored(story, panel);
    }
    await panel.press('RESET');
    await panel.tells('READY');

    await panel.use(panel.button('Put letter.png into the feeder'));
    await panel.tells('ORIGINALS 1');
    await panel.write(JUNE);
    await panel.tells(`ADDRESS: ${JUNE}`);
    await panel.press('START');
    await panel.tells('XMT FILE 001');
    await story.delivering('scanning');
    await panel.tells('SCANNING PAGE 1');
    await story.delivering('connecting');
    await panel.tells('CONNECTING');
    await story.delivering('negotiating');
    await panel.tells('CHOOSING THE FORMAT');
    await story.journaled();
    await panel.tells(/XMT FILE 001\s+OK/);
    expect(story.sender.journal).toMatchObject([{ result: 'OK', pages: 1 }]);

    const tray = await story.panel('ifax2');
    await story.rig.until(() => story.recipient.printed.length > 0, 'the page is printed');
    await tray.place('Output tray').getByText('1 sheet').waitFor();
    const page = tray.button(/^Look at sheet 1/);
    // A4 at its true proportions, whatever the pels are.
    const box = await page.locator('img').boundingBox();
    expect((box?.height ?? 0) / (box?.width ?? 1)).toBeCloseTo(297 / 210, 1);
    await tray.turn(page);
    await tray.page.getByRole('dialog').getByRole('img', { name: 'Printed sheet 1' }).waitFor();
  });

  test('with No. 22 Enabled nothing is sent, and the display says why and what to do', async () => {
    const story = await begin({ sender: { settings: { dhcp: 'Enabled' } } });
    const panel = await story.panel();
    await panel.use(panel.button('Put letter.png into the feeder'));
    await panel.write('001');
    await panel.press('START');
    await panel.tells('XMT FILE 001');
    await story.journaled();
    const [entry] = story.sender.journal;
    await panel.tells(`NOT SENT ${entry?.result}`);
    await panel.press(`INFO CODE ${entry?.result}`);
    await panel.tells('REMEDY:', 'No. 22');
    expect(story.sender.firmware?.transmitter.statuses).toEqual([]);
    const port25 = story.rig.log.lines.filter(({ event }) => event === 'connection.opened');
    expect(port25).toEqual([]);
    expect(story.recipient.printed).toEqual([]);
  });

  test('a station needs three digits and START, No. 22 sixteen keys; every key of the page is one key of the machine', async () => {
    const story = await begin();
    const panel = await story.panel();
    await panel.use(panel.button('Put letter.png into the feeder'));
    await panel.write('001\n');
    await panel.tells('XMT FILE 001');
    expect(keysFelt(story)).toBe(4);
    await story.journaled();
    await panel.press('RESET');
    await panel.tells('READY');
    const before = keysFelt(story);
    // FUNCTION 8, eight digits of the password, START, 1: General Settings, 2 2 START, and the choice.
    await intoGeneralSettings(panel);
    await open(panel, '22', 'Disabled');
    await panel.write('1');
    await story.rig.advance(A_MOMENT_MS);
    await panel.tells(/22 DHCP\s+Enabled/);
    expect(keysFelt(story) - before).toBe(16);
  });
});
