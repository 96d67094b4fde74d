import { afterEach, describe, expect, test } from 'vitest';
import type { PanelKey } from '../../device-model/index.ts';
import { JUNE, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

const screen = (): string => story.sender.display.screen;
const lines = (): string => story.sender.lcd.join('\n');
const keys = async (...pressed: readonly PanelKey[]): Promise<void> => {
  await story.sender.press(...pressed);
  await story.rig.advance(1_000);
};
const touch = async (id: string): Promise<void> => {
  await story.sender.touch(id);
  await story.rig.advance(1_000);
};

/** A machine with a file that could not be sent. */
async function incomplete(): Promise<void> {
  story = await Story.begin({ recipient: 'absent', settings: { redialCount: 0 } });
  story.farEnd([{ reset: true }]);
  await story.send();
  await story.journaled();
  await story.sender.press('RESET');
}

describe('the job list', () => {
  test('leads to a job under way, to one that is incomplete, and cancels', async () => {
    await incomplete();
    await story.load();
    await story.sender.order({ destinations: [{ forwardPath: JUNE }], deferredTo: '23:00' });
    await story.rig.advance(10_000);
    await touch('job-list');
    expect(story.sender.lcd.slice(0, 2)).toEqual([
      '1 001 june@ifax2.panasonic.e~ INCOMPLETE',
      '2 002 june@ifax~ DEFERRED UNTIL 23:00:00',
    ]);
    await keys('1');
    expect(screen()).toBe('result');
    await keys('FUNCTION', '1', '2');
    expect(lines()).toContain('DEFERRED UNTIL 23:00:00');
    await touch('cancel');
    expect(await story.journaled(2)).toMatchObject({ fileNumber: 2, result: '910' });
    expect(story.sender.lcd[0]).toMatch(/STOPPED$/);
  });

  test('is empty on a machine that does nothing', async () => {
    story = await Story.begin();
    await keys('FUNCTION', '1');
    expect(story.sender.lcd[0]).toBe('NO JOBS');
  });
});

describe('the file list', () => {
  test('prints a file, gives it another destination and deletes it', async () => {
    await incomplete();
    await keys('FUNCTION', '2');
    expect(story.sender.lcd[0]).toBe('1 001 XMT JUNE                INCOMPLETE');
    await keys('1', '1');
    await story.rig.until(() => screen() === 'file-list', 'the file is printed');
    expect(lines()).toContain('FILE 001 IS PRINTED');
    expect(story.sender.printed).toHaveLength(1);
    await keys('1', '4', '1');
    expect(screen()).toBe('file-destination');
    await story.sender.type('nobody');
    await keys('START');
    expect(screen()).toBe('file-edit');
    expect(lines()).toContain('nobody is neither a station nor an');
    await keys('1');
    await story.sender.type('ann@ifax2.panasonic.example');
    await keys('START');
    expect(lines()).toContain('FILE 001 IS CHANGED');
    await keys('1', '3');
    expect(lines()).toContain('FILE 001 IS SENT AGAIN');
    expect(await story.journaled(2)).toMatchObject({ address: 'ann@ifax2.panasonic.example' });
    await keys('FUNCTION', '2', '1', '2', 'CLEAR', '2', 'START');
    expect(lines()).toContain('NO FILES IN MEMORY');
    expect(lines()).toContain('FILE 001 IS DELETED');
    expect(story.memoryInUse).toBe(0);
  });

  test('sends an incomplete file again, or at another time', async () => {
    await incomplete();
    await keys('FUNCTION', '2', '1', '4', '0', '2', '5', '0', '0', 'START');
    expect(lines()).toContain('Expected a time of day');
    await keys('0', '2', '3', '0', '0', 'START');
    expect(lines()).toContain('FILE 001 IS CHANGED');
    await story.rig.advance(60_000);
    expect(story.sender.journal).toHaveLength(1);
    expect(await story.journaled(2)).toMatchObject({ time: expect.stringMatching(/^23:00/) });
    await keys('FUNCTION', '2', '1', '3');
    await story.journaled(3);
  });
});

test('the journal is read and printed, and an entry explains its info code', async () => {
  await incomplete();
  await keys('FUNCTION', '3');
  expect(story.sender.lcd[0]).toMatch(/^1 01-\d\d \d\d:\d\d XMT JUNE +717$/);
  await keys('1');
  expect(lines()).toContain('RESULT 717');
  await touch('info-code');
  expect(story.sender.display.title).toMatch(/^INFO CODE 717 +RECIPIENT$/);
  expect(lines()).toContain('REMEDY:');
  await keys('CLEAR', 'CLEAR', 'START');
  await story.rig.until(() => screen() === 'journal-list', 'the journal is printed');
  expect(lines()).toContain('1 SHEET(S) PRINTED');
  expect(story.sender.printed.map(({ label }) => label)).toEqual(['COMM. JOURNAL page 1']);
});

test('a journal that cannot be printed says why, and the panel goes on', async () => {
  await incomplete();
  await story.sender.openCover('printer');
  const { beeps } = story.sender.board.panel;
  await keys('FUNCTION', '3', 'START');
  expect(screen()).toBe('journal-list');
  expect(lines()).toMatch(/cover/);
  expect(story.sender.board.panel.beeps).toBe(beeps + 1);
});

test('info codes are found by number', async () => {
  story = await Story.begin();
  await keys('FUNCTION', '5', '7', '1', '7', 'START');
  expect(screen()).toBe('info-code');
  expect(lines()).toContain('SMTP SESSION INCOMPLETE');
  await keys('CLEAR', '0', '0', '0');
  expect(lines()).toContain('NO SUCH INFO CODE');
  expect(story.sender.display.softKeys.find(({ id }) => id === 'open')?.disabled).toBe(true);
});

test('the address book is edited', async () => {
  story = await Story.begin();
  await keys('FUNCTION', '4', 'START', 'START');
  expect(screen()).toBe('station-edit');
  expect(story.sender.lcd[0]).toBe('STATION 002');
  await keys('START');
  expect(lines()).toContain('The name of station 002 needs 1 to 40');
  await keys('1');
  await story.sender.type('ANN');
  await keys('START', '2');
  await story.sender.type('ann@ifax2.panasonic.example');
  await keys('START', '4', 'START');
  expect(lines()).toContain('STATION 002 IS STORED');
  expect(story.sender.firmware?.addressBook.station('002')).toEqual({
    number: '002',
    name: 'ANN',
    address: 'ann@ifax2.panasonic.example',
    direct: false,
  });
  await keys('0', '0', '1', 'START', '1');
  await touch('clear-all');
  await story.sender.type('JUNE, WORKS');
  await keys('START', 'START');
  expect(story.sender.firmware?.addressBook.station('001')).toMatchObject({ name: 'JUNE, WORKS', address: JUNE });
  await keys('0', '0', '2');
  expect(story.sender.lcd.slice(0, 2)).toEqual([' 002 ANN                      VIA SERVER', '']);
});

test('a station is deleted when asked twice', async () => {
  story = await Story.begin();
  await keys('FUNCTION', '4');
  await touch('row-1');
  await keys('5', 'CLEAR', '5', 'START');
  expect(lines()).toContain('STATION 001 IS DELETED');
  expect(story.sender.firmware?.addressBook.stations).toEqual([]);
});

describe('the self-test', () => {
  test('finds a machine of page 472 ready, with the way back of its name as a doubt', async () => {
    story = await Story.begin();
    await keys('FUNCTION', '7');
    expect(story.sender.lcd[0]).toBe('READY FOR DIRECT XMT');
    await keys('#');
    expect(lines()).toMatch(/NAME TO ADDRESS registered +OK/);
    expect(lines()).toMatch(/ADDRESS TO NAME.* DOUBTFUL/);
  });

  test.each([
    ['22 DHCP', { dhcp: 'Enabled' }, '901', 'No. 22 DHCP is Enabled.'],
    ['23 IP ADDRESS', { ipAddress: '' }, '903', 'No. 23 IP Address is not set.'],
    ['24 SUBNET MASK', { subnetMask: '' }, '904', 'No. 24 Subnet Mask is not set.'],
    ['25 DEFAULT GATEWAY', { defaultGateway: '10.0.0.1' }, '905', 'The gateway 10.0.0.1 is outside'],
    ['26 DNS SERVER 1', { dnsServer1: '' }, '906', 'Neither No. 26 nor No. 27'],
    ['OWN NAME', { hostName: '' }, '907', 'No. 28 Host Name is not set.'],
    ['30 MACHINE E-MAIL', { machineAddress: '' }, '909', ''],
    ['NAME TO ADDRESS', { hostName: 'nobody' }, '908', "The machine's own name"],
  ])('says that %s is missing', async (name, settings, code, sentence) => {
    story = await Story.begin({ settings });
    await keys('FUNCTION', '7');
    await story.rig.until(() => screen() === 'self-test', 'the self-test is done');
    expect(story.sender.lcd[0]).toBe('NOT READY FOR DIRECT XMT');
    expect(lines().replaceAll('\n', ' ')).toContain(sentence);
    const seen = lines();
    await keys('#');
    const row = `${seen}\n${lines()}`.split('\n').find((line) => line.slice(2).startsWith(name));
    expect(row).toMatch(new RegExp(`MISSING ${code}$`));
  });

  test('a pulled cable is told as one', async () => {
    story = await Story.begin();
    story.cable('ifax1', 'unplug');
    await keys('FUNCTION', '6');
    expect(story.sender.lcd[0]).toMatch(/^LINK +DOWN$/);
    await touch('self-test');
    await keys('#');
    expect(lines()).toMatch(/LAN +MISSING 714/);
  });
});

test('COPY says that it is not installed', async () => {
  story = await Story.begin();
  await keys('COPY');
  expect(story.sender.lcd[0]).toBe('COPY IS NOT INSTALLED');
  await keys('FAX/EMAIL');
  expect(screen()).toBe('standby');
});

test('what stands in the machine is explained from standby', async () => {
  story = await Story.begin();
  await story.sender.openCover('feeder');
  await touch('info-code');
  expect(story.sender.display.title).toMatch(/^INFO CODE 061/);
  expect(lines()).toContain('FEEDER COVER IS OPEN');
});
