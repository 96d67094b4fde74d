import { afterEach, expect, test } from 'vitest';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { reportPages } from '../../firmware/imaging/report-pages.ts';
import { journalText, REPORT_COLUMNS } from '../../firmware/journal/journal-text.ts';
import { pelsDigest } from '../../firmware/xmt/pels-digest.ts';
import { Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

test('the communication journal is printed on paper, with what the journal says', async () => {
  story = await Story.begin();
  await story.send();
  await story.journaled();
  const { sender } = story;
  expect(await sender.printJournal()).toBe(1);
  const [sheet] = sender.printed;
  expect(sheet).toMatchObject({ paper: 'A4', label: 'COMM. JOURNAL page 1' });
  const made = { date: sender.board.clock.calendar(), zoneOffsetMinutes: 0 };
  const text = journalText(sender.journal, made);
  expect(text).toMatch(/^COMM\. JOURNAL .*\n\n.*\n-+\n001 OK /);
  const [page] = reportPages(text, REPORT_COLUMNS, (sheet ?? never()).resolution, 'A4');
  expect(pelsDigest((sheet ?? never()).raster)).toBe(pelsDigest(page ?? never()));
});

test('a full tray refuses it with a sentence', async () => {
  story = await Story.begin({ recipient: 'absent' });
  const { sender } = story;
  const { tray } = sender.board;
  while (!tray.full) {
    const [page] = reportPages('', REPORT_COLUMNS, RESOLUTIONS['204x98'], 'A4');
    tray.add({ raster: page ?? never(), resolution: RESOLUTIONS['204x98'], paper: 'A4', label: 'full' }, 0);
  }
  await expect(sender.printJournal()).rejects.toThrow('The output tray is full');
});

function never(): never {
  throw new Error('no page');
}
