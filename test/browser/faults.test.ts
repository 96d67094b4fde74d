import { beforeAll, describe, expect, test } from 'vitest';
import { testOriginal } from '../../rig/lab/test-original.ts';
import { Story } from '../support/scenario.ts';
import { withBrowser } from './with-browser.ts';

/** In the order of a transmission; two of the job's, then the delivery's. */
const PHASES = [
  'preflight',
  'scanning',
  'storing',
  'committing',
  'waiting',
  'resolving',
  'connecting',
  'greeting',
  'hello',
  'originating',
  'addressing',
  'negotiating',
  'coding',
  'requesting',
  'sending',
  'confirming',
];

withBrowser('what goes wrong, seen in the browser', (begin) => {
  test('STOP ends a transmission in each of its phases', async () => {
    // A message longer than the window of a connection, so that sending it takes time.
    const story = await begin({ sender: { settings: { resolution: '200x200', transferCoding: 'MH' } } });
    await story.api.furnish((await testOriginal()).slice(0, 1));
    const panel = await story.panel();
    for (const [i, phase] of PHASES.entries()) {
      await panel.use(panel.button('Put test-original-1.png into the feeder'));
      await panel.write('001');
      const since = story.told;
      await panel.press('START');
      await story.delivering(phase, since);
      await panel.press('STOP');
      await story.journaled(i + 1);
      await panel.tells('STOPPED');
      expect(story.sender.journal.at(-1), phase).toMatchObject({ result: '910' });
      expect(story.sender.firmware?.transmitter.statuses, phase).toEqual([]);
      // The scanner runs out before it takes another sheet.
      await story.rig.advance(5_000);
      if (story.sender.board.feeder.sheetsWaiting > 0) await panel.use(panel.button('Take the sheets out'));
      await panel.press('RESET');
      await panel.tells('READY');
    }
  }, 240_000);

  test('a page that is loaded anew in the middle shows where the machine is', async () => {
    const story = await begin();
    const panel = await story.panel();
    await panel.use(panel.button('Put letter.png into the feeder'));
    await panel.write('001');
    await panel.press('START');
    await story.delivering('addressing');
    await panel.tells('ASKING THE CAPABILITY');
    await panel.page.reload();
    await panel.tells('ASKING THE CAPABILITY');
    await story.journaled();
    await panel.tells(/XMT FILE 001\s+OK/);
    expect(story.sender.journal).toMatchObject([{ result: 'OK' }]);
  });

  test('a page whose server went away says so, and shows what happened meanwhile when it is back', async () => {
    const story = await begin();
    const panel = await story.panel();
    await panel.tells('READY');
    await story.restart(async () => {
      await panel.page.getByText('connection lost, trying again').waitFor();
      await story.sender.press('0', '0', '1');
    });
    await panel.tells('STATION 001', 'JUNE');
    await panel.page.getByText('live', { exact: true }).waitFor();
    // The browser tells of every connection that it could not make.
    const other = story.complaints.splice(0).filter((text) => !text.includes('ERR_'));
    expect(other).toEqual([]);
  });

  test('an original jams: the alarm, the sheet freed by hand, scanned on by a key', async () => {
    const story = await begin();
    const panel = await story.panel();
    await panel.use(panel.button('Put letter.png into the feeder'));
    await panel.use(panel.button('Put plan.png into the feeder'));
    await panel.write('001');
    await panel.press('START');
    await story.delivering('storing', 0);
    await panel.use(panel.button('Jam the next sheet'));
    await story.delivering('interrupted', 0);
    await panel.tells('ORIGINAL JAM', '1 PAGE(S) STORED');
    await panel
      .place('Document feeder')
      .getByText(/stuck|jam/i)
      .waitFor();
    await panel.page.getByText(/^ALARM: (on|flashing)$/).waitFor();
    await panel.use(panel.button('Free the paper path'));
    await story.rig.advance(100);
    await panel.press('SCAN ON');
    await story.journaled();
    await panel.tells(/XMT FILE 001\s+OK/);
    await panel.page.getByText('ALARM: off').waitFor();
    expect(story.sender.journal).toMatchObject([{ result: 'OK', pages: 2 }]);
  });

  describe('the memory is full', () => {
    /** What one plain sheet takes in the image memory. */
    let pageOctets = 0;
    beforeAll(async () => {
      const story = await Story.begin();
      await story.send();
      await story.delivering('greeting');
      pageOctets = story.memoryInUse;
      story.close();
    });

    test('the display asks; START sends what is stored', async () => {
      const story = await begin({ sender: { imageMemoryOctets: Math.floor(1.5 * pageOctets) } });
      const panel = await story.panel();
      await panel.use(panel.button('Put letter.png into the feeder'));
      await panel.use(panel.button('Put plan.png into the feeder'));
      await panel.write('001');
      await panel.press('START');
      await story.delivering('memoryFull', 0);
      await panel.tells('MEMORY OVERFLOW', '1 PAGE(S) STORED');
      await panel.press('START');
      await story.journaled();
      expect(story.sender.journal).toMatchObject([{ result: 'OK', pages: 1 }]);
      await panel.tells(/XMT FILE 001\s+OK/);
    });
  });

  test('cable, covers, toner, trays and plug by hand', async () => {
    const story = await begin();
    const panel = await story.panel();
    const turn = async (name: string): Promise<void> => {
      await panel.use(panel.page.getByRole('switch', { name, exact: true }));
      await story.rig.advance(2_000);
    };
    await turn('LAN cable');
    await panel.page.getByText('LINK: off').waitFor();
    await turn('LAN cable');
    await panel.page.getByText('LINK: on').waitFor();
    for (const [name, words] of [
      ['Printer cover open', 'PRINTER COVER'],
      ['Cover open', 'FEEDER COVER'],
      ['Printer jammed', 'PAPER JAM'],
      ['Toner low', 'TONER'],
    ] as const) {
      await turn(name);
      await panel.tells(words);
      await turn(name);
    }
    await panel.use(panel.button('Take the A4 paper out'));
    await panel.use(panel.button('Put 1 sheet of A4 in'));
    await panel.page.getByText('A4: 1 sheet').waitFor();
    expect(story.sender.board.paperTrays.stock('A4')).toBe(1);
    await panel.use(panel.button('Fill the A4 tray for good'));
    await panel.page.getByText('A4: always full').waitFor();
    await panel.use(panel.button('Pull the plug'));
    await panel.tells('The display is dark.');
    await panel.page.getByText('POWER: off').waitFor();
    await turn('Power');
    await story.rig.until(() => story.sender.ready, 'the machine is ready');
    await panel.tells('READY');
    await panel.use(panel.button('Press the reset switch'));
    await panel.tells('SELF-TEST');
    await story.rig.until(() => story.sender.ready, 'the machine is ready again');
    await panel.tells('READY');
  });
});
