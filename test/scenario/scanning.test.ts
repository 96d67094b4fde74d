import { afterEach, expect, test } from 'vitest';
import type { OriginalFile } from '../../rig/machine.ts';
import { takingAll } from '../support/far-end-script.ts';
import { MINUTE_MS, plainSheet, Story } from '../support/scenario.ts';

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
    'START=SEND STORED  STOP=CANCEL',
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
