import { afterEach, describe, expect, test } from 'vitest';
import { blankRaster } from '../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import type { JournalEntry } from '../../firmware/journal/journal.ts';
import { pngOfPage } from '../../rig/export/png-of-page.ts';
import type { OriginalFile } from '../../rig/machine.ts';
import { takingAll } from '../support/far-end-script.ts';
import { MINUTE_MS, plainSheet, type Settings, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

/** A picture whose pels are damaged inside a whole file: found out on the glass. */
function damagedSheet(label: string): OriginalFile {
  const sheet = plainSheet(label);
  const octets = sheet.octets.slice();
  octets.fill(0xff, Buffer.from(octets).indexOf('IDAT') + 8, octets.length - 20);
  return { ...sheet, octets };
}

async function scan(...sheets: readonly OriginalFile[]): Promise<void> {
  story = await Story.begin({ recipient: 'absent' });
  story.farEnd(takingAll());
  await story.sender.load(...sheets);
  await story.sender.press('0', '0', '1', 'START');
}

test('a damaged second sheet: what is stored waits for the operator, however long; START sends it', async () => {
  await scan(plainSheet('good'), damagedSheet('bad'), plainSheet('last'));
  await story.delivering('interrupted');
  await story.rig.advance(60 * MINUTE_MS);
  expect(story.sender.lcd.slice(1)).toEqual([
    'CANNOT READ THE ORIGINAL',
    '1 PAGE(S) STORED',
    'START=SEND STORED 1=SCAN ON STOP=CANCEL',
  ]);
  expect(story.sender.board.feeder.sheetsWaiting).toBe(1);
  await story.sender.press('START');
  expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 1 });
  expect(story.memoryInUse).toBe(0);
});

test('a damaged first sheet: refused with 912, nothing kept', async () => {
  await scan(damagedSheet('bad'), plainSheet('good'));
  expect(await story.journaled()).toMatchObject({ result: '912', pages: 0 });
  expect(story.sender.board.feeder.sheetsWaiting).toBe(1);
  expect(await story.stored()).toEqual([]);
  expect(story.port25).toEqual([]);
  await story.sender.press('RESET', '0', '0', '1', 'START');
  expect(await story.journaled(2)).toMatchObject({ result: 'OK', pages: 1 });
});

test('a damaged second sheet: 1 scans on behind it', async () => {
  await scan(plainSheet('good'), damagedSheet('bad'), plainSheet('last'));
  await story.delivering('interrupted');
  await story.sender.press('1');
  expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 2 });
});

test('after a power cut nothing is scanned on: the sheet in the paper path would be left out', async () => {
  story = await Story.begin({ recipient: 'absent' });
  story.farEnd(takingAll());
  await story.load(3);
  await story.sender.press('0', '0', '1', 'START');
  await story.delivering('storing');
  await story.delivering('scanning');
  await story.sender.cutPower();
  await story.sender.powerOn();
  await story.delivering('interrupted');
  await story.sender.press('1');
  await story.rig.advance(60_000);
  expect(story.sender.lcd[3]).toBe('START=SEND STORED  STOP=CANCEL');
  expect(story.sender.board.feeder.sheetsWaiting).toBe(1);
  await story.sender.press('START');
  expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 1 });
});

describe('the feeder', () => {
  test('jams at row 300 of the second sheet: the rest waits, is cleared, and is scanned on from that sheet', async () => {
    story = await Story.begin({ recipient: 'absent' });
    story.farEnd(takingAll());
    await story.load(3);
    await story.sender.press('0', '0', '1', 'START');
    await story.delivering('storing');
    await story.sender.jamFeeder({ atRow: 300 });
    await story.delivering('interrupted');
    expect(story.sender.lcd.slice(1)).toEqual([
      'ORIGINAL JAM',
      '1 PAGE(S) STORED',
      'START=SEND STORED 1=SCAN ON STOP=CANCEL',
    ]);
    expect(story.sender.conditions.map(({ sentence }) => sentence)).toEqual([
      'sheet 2 is jammed in the feeder at row 300.',
    ]);
    await story.sender.press('1');
    await story.rig.advance(1_000);
    expect(story.sender.lcd[1]).toBe('ORIGINAL JAM');
    await story.sender.clearFeeder();
    expect(story.sender.conditions).toEqual([]);
    await story.sender.press('1');
    expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 3 });
    expect(story.memoryInUse).toBe(0);
  });

  test('jams with the first sheet: refused with 031; not taken again before it is cleared', async () => {
    story = await Story.begin({ recipient: 'absent' });
    story.farEnd(takingAll());
    await story.load(2);
    await story.sender.jamFeeder({ atRow: 0 });
    await story.sender.press('0', '0', '1', 'START');
    expect(await story.journaled()).toMatchObject({ result: '031', pages: 0 });
    await story.sender.press('RESET', '0', '0', '1', 'START');
    expect(story.sender.lcd[2]).toBe('ORIGINAL JAM');
    await story.sender.clearFeeder();
    await story.sender.press('START');
    expect(await story.journaled(2)).toMatchObject({ result: 'OK', pages: 2 });
  });

  test('does not take the second sheet: what is stored is sent, the rest stays', async () => {
    story = await Story.begin({ recipient: 'absent' });
    story.farEnd(takingAll());
    await story.load(2);
    await story.sender.press('0', '0', '1', 'START');
    await story.delivering('storing');
    await story.sender.misfeedOriginal();
    await story.delivering('interrupted');
    expect(story.sender.lcd[1]).toBe('ORIGINAL MISFEED');
    await story.sender.press('START');
    expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 1 });
    expect(story.sender.board.feeder.sheetsWaiting).toBe(1);
  });

  test('its cover is opened while a sheet passes: the sheet is back and is scanned once the cover is closed', async () => {
    story = await Story.begin({ recipient: 'absent' });
    story.farEnd(takingAll());
    await story.load(2);
    await story.sender.press('0', '0', '1', 'START');
    await story.delivering('storing');
    await story.delivering('scanning');
    await story.sender.openCover('feeder');
    expect(story.sender.conditions[0]?.row.code).toBe('061');
    await story.delivering('interrupted');
    expect(story.sender.board.feeder.sheetsWaiting).toBe(1);
    await story.sender.closeCover('feeder');
    await story.sender.press('1');
    expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 2 });
  });

  test('is emptied by hand while a sheet passes: what was scanned is sent', async () => {
    story = await Story.begin({ recipient: 'absent' });
    story.farEnd(takingAll());
    await story.load(5);
    await story.sender.press('0', '0', '1', 'START');
    await story.delivering('storing');
    await story.delivering('scanning');
    await story.sender.takeOriginals();
    expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 2 });
  });

  test('takes sheets of mixed sizes; one longer than it passes gets stuck with 031', async () => {
    story = await Story.begin({ recipient: 'absent' });
    story.farEnd(takingAll());
    // At 100 dpi 5000 pels are 1270 mm.
    const long = blankRaster(800, 5000);
    const octets = pngOfPage({ raster: long, resolution: { ...RESOLUTIONS['200x200'], xDpi: 100, yDpi: 100 } });
    await story.sender.load(plainSheet('A4'), { ...plainSheet('B4'), paper: 'B4' }, { label: 'long', octets });
    await story.sender.press('0', '0', '1', 'START');
    await story.delivering('interrupted');
    expect(story.sender.conditions[0]?.sentence).toBe(
      'long is 1270 mm long and stuck in the feeder: expected at most 1000 mm.',
    );
    await story.sender.press('START');
    expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 2 });
  });
});

describe('blank originals', () => {
  const blank = (label: string): OriginalFile => ({
    ...plainSheet(label),
    octets: pngOfPage({ raster: blankRaster(210, 297), resolution: RESOLUTIONS['200x200'] }),
  });

  async function sent(settings: Settings, ...sheets: readonly OriginalFile[]): Promise<JournalEntry> {
    story = await Story.begin({ recipient: 'absent', settings });
    story.farEnd(takingAll());
    await story.sender.load(...sheets);
    await story.sender.press('0', '0', '1', 'START');
    return await story.journaled();
  }

  test('are pages like any other', async () => {
    expect(await sent({}, blank('b'), plainSheet('1'))).toMatchObject({ result: 'OK', pages: 2 });
  });

  test('are left out with 962 Skip, and the log says so', async () => {
    const entry = await sent({ blankPages: 'Skip' }, blank('b1'), plainSheet('1'), blank('b2'));
    expect(entry).toMatchObject({ result: 'OK', pages: 1 });
    expect(story.events('ifax1', 'page.skipped').map(({ data }) => data['label'])).toEqual(['b1', 'b2']);
  });

  test('and nothing else: refused with 967', async () => {
    expect(await sent({ blankPages: 'Skip' }, blank('b'))).toMatchObject({ result: '967', pages: 0 });
    expect(story.memoryInUse).toBe(0);
  });

  test('on the glass are meant', async () => {
    story = await Story.begin({ recipient: 'absent', settings: { blankPages: 'Skip' } });
    story.farEnd(takingAll());
    await story.sender.layOnGlass(blank('b'));
    await story.sender.press('0', '0', '1', 'START');
    await story.delivering('nextOriginal');
    await story.sender.press('START');
    expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 1 });
  });
});

describe('the glass', () => {
  test('one original after another, each on the question; START sends them', async () => {
    story = await Story.begin({ recipient: 'absent' });
    story.farEnd(takingAll());
    await story.sender.layOnGlass(plainSheet('1'));
    expect(story.sender.lcd[1]).toMatch(/ORIGINAL ON GLASS$/);
    await story.sender.press('0', '0', '1', 'START');
    await story.delivering('nextOriginal');
    expect(story.sender.lcd.slice(1)).toEqual([
      'NEXT ORIGINAL?',
      '1 PAGE(S) STORED',
      'START=SEND STORED 1=SCAN ON STOP=CANCEL',
    ]);
    await story.sender.layOnGlass(plainSheet('2'));
    await story.sender.press('1');
    await story.delivering('nextOriginal');
    await story.sender.press('START');
    expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 2 });
    expect(story.memoryInUse).toBe(0);
  });

  test('nobody answers: after the time of 963 what is stored is sent', async () => {
    story = await Story.begin({ recipient: 'absent', settings: { nextOriginalWait: 30 } });
    story.farEnd(takingAll());
    await story.sender.layOnGlass(plainSheet('1'));
    await story.sender.press('0', '0', '1', 'START');
    await story.delivering('nextOriginal');
    const askedAt = story.now;
    await story.delivering('committing');
    expect(story.now).toBe(askedAt + 30_000);
    expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 1 });
  });
});
