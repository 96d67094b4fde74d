import { afterEach, describe, expect, test } from 'vitest';
import { takingAll } from '../support/far-end-script.ts';
import { JUNE, plainSheet, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

const ANN = 'ann@ifax2.panasonic.example';
const screen = (): string => story.sender.display.screen;
const ordered = () => story.events('ifax1', 'job.ordered').map(({ data }) => data);

describe('several destinations', () => {
  test('a station, an address and the address book in one order', async () => {
    story = await Story.begin({
      sender: {
        stations: [
          { number: '001', name: 'JUNE', address: JUNE },
          { number: '002', name: 'ANN', address: ANN },
        ],
      },
      recipient: { mailboxes: ['*@*'] },
    });
    await story.load();
    await story.sender.press('1');
    await story.sender.touch('add');
    expect(screen()).toBe('destinations');
    await story.sender.type('bob@ifax2.panasonic.example');
    await story.sender.touch('add');
    await story.sender.touch('address-book');
    await story.sender.press('2');
    expect(story.sender.display.softKeys.filter(({ selected }) => selected).map(({ label }) => label)).toEqual([
      '001 JUNE',
      '002 ANN',
    ]);
    await story.sender.touch('back');
    expect(story.sender.lcd.slice(0, 3).map((line) => line.slice(1, 29).trim())).toEqual([
      '001 JUNE',
      'bob@ifax2.panasonic.example',
      '002 ANN',
    ]);
    await story.sender.press('START');
    await story.journaled(3);
    expect(story.sender.journal.map(({ address, result }) => `${address} ${result}`).sort()).toEqual([
      `${ANN} OK`,
      'bob@ifax2.panasonic.example OK',
      `${JUNE} OK`,
    ]);
    expect(ordered()).toHaveLength(1);
  });

  test('what cannot be sent to is not added; one that was chosen can be taken back', async () => {
    story = await Story.begin();
    await story.sender.press('7');
    await story.sender.touch('add');
    expect(story.sender.lcd[2]).toBe('NO SUCH STATION');
    await story.sender.press('CLEAR', '1');
    await story.sender.touch('add');
    await story.sender.touch('row-1');
    expect(screen()).toBe('destination');
    await story.sender.touch('remove');
    expect(screen()).toBe('standby');
    await story.sender.touch('address-book');
    await story.sender.press('START');
    expect(story.sender.lcd).toContain('ENTER A STATION OR ADDRESS FIRST');
  });

  test('direct or by the mail server, as the operator says', async () => {
    story = await Story.begin({ recipient: 'absent', settings: { mailServer: '10.20.30.25', redialCount: 0 } });
    const place = { address: '10.20.30.25', mask: '255.255.255.0', gateway: '10.20.30.1' };
    const server = story.farEndAt(place, [{ reset: true }]);
    await story.load();
    await story.sender.type('ann@elsewhere.example');
    await story.sender.touch('via-server');
    await story.sender.press('START');
    expect(await story.journaled()).toMatchObject({ address: 'ann@elsewhere.example' });
    expect(server.connections).toHaveLength(1);
  });

  test('by a mail server that is not set: refused before anything is scanned', async () => {
    story = await Story.begin();
    await story.load();
    await story.sender.type(JUNE);
    await story.sender.touch('via-server');
    await story.sender.press('START');
    expect(story.sender.lcd[2]).toBe('NO SMTP SERVER IS SET');
    expect(story.sender.board.feeder.sheetsWaiting).toBe(1);
  });
});

describe('the original', () => {
  test('is scanned as chosen, and the next one by the fax parameters again', async () => {
    story = await Story.begin();
    await story.load();
    await story.sender.touch('scan-settings');
    await story.sender.press('2', '4');
    expect(story.sender.lcd[1]).toMatch(/^2 RESOLUTION +204x196$/);
    await story.sender.press('1', '3', '3', '5', 'CLEAR');
    expect(story.sender.lcd[1]).toMatch(/^204x196 {2}DENSITY 5/);
    await story.sender.press('0', '0', '1', 'START');
    await story.journaled();
    await story.load();
    await story.sender.press('RESET', '0', '0', '1', 'START');
    await story.journaled(2);
    expect(ordered().map(({ resolution }) => resolution)).toEqual(['204x196', '204x98']);
  });

  test('RESET forgets the choice', async () => {
    story = await Story.begin();
    await story.sender.touch('scan-settings');
    await story.sender.press('2', '6', 'RESET');
    expect(story.sender.lcd[1]).toMatch(/^204x98 {2}DENSITY 3/);
  });
});

test('REDIAL offers the destinations of the last orders, each once, the last first', async () => {
  story = await Story.begin();
  await story.sender.press('REDIAL');
  expect(story.sender.lcd[0]).toBe('NOTHING WAS SENT SINCE POWER-ON');
  await story.sender.press('RESET');
  for (const [count, to] of [JUNE, '1', JUNE].entries()) {
    await story.load();
    await story.sender.type(to);
    await story.sender.press('START');
    await story.journaled(count + 1);
    await story.sender.press('RESET');
  }
  await story.sender.press('REDIAL');
  expect(story.sender.lcd.slice(0, 3)).toEqual([`1 ${JUNE}`, '2 001 JUNE', '']);
  await story.load();
  await story.sender.press('2', 'START');
  expect(await story.journaled(4)).toMatchObject({ address: JUNE, result: 'OK' });
});

describe('STOP from any screen', () => {
  test('cancels the one job under way and shows what becomes of it', async () => {
    story = await Story.begin();
    await story.send();
    await story.delivering('hello');
    await story.sender.press('FUNCTION', '6');
    expect(screen()).toBe('lan-status');
    await story.sender.press('STOP');
    expect(await story.journaled()).toMatchObject({ result: '910' });
    expect(story.sender.lcd[0]).toBe('XMT FILE 001                     STOPPED');
  });

  test('asks which when there are several, and cancels that one alone', async () => {
    story = await Story.begin({ recipient: 'absent' });
    story.farEnd(takingAll());
    for (const [file, at] of ['22:00', '23:00'].entries()) {
      await story.load();
      await story.sender.order({ destinations: [{ forwardPath: JUNE }], deferredTo: at });
      await story.rig.until(
        () => story.sender.firmware?.transmitter.filesIn(['running']).length === file + 1,
        'it is stored',
      );
    }
    await story.sender.press('STOP');
    expect(screen()).toBe('stop-choice');
    await story.sender.press('2');
    expect(await story.journaled()).toMatchObject({ fileNumber: 2, result: '910' });
    expect(story.sender.firmware?.transmitter.stoppable).toEqual([1]);
  });

  test('does nothing when nothing is under way', async () => {
    story = await Story.begin();
    await story.sender.press('FUNCTION', 'STOP');
    expect(screen()).toBe('function-menu');
  });
});

describe('a question', () => {
  const asked = async (): Promise<void> => {
    story = await Story.begin({ settings: { nextOriginalWait: 600, autoResetTime: 60 } });
    await story.sender.layOnGlass(plainSheet('on the glass'));
    await story.sender.press('0', '0', '1', 'START');
    await story.rig.until(() => screen() === 'question', 'the next original is asked for');
  };

  test('that is left waits on standby, and is asked again when nobody is there', async () => {
    await asked();
    await story.sender.press('RESET');
    expect(screen()).toBe('standby');
    await story.sender.touch('answer');
    expect(screen()).toBe('question');
    await story.sender.press('RESET', 'FUNCTION', 'RESET');
    expect(screen()).toBe('standby');
    await story.rig.advance(60_000);
    expect(screen()).toBe('question');
    await story.sender.press('START');
    expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 1 });
  });

  test('does not go away by itself', async () => {
    await asked();
    await story.rig.advance(300_000);
    expect(screen()).toBe('question');
  });
});
