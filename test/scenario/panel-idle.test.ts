import { afterEach, describe, expect, test } from 'vitest';
import { plainSheet, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

const MINUTE_MS = 60_000;
const screen = (): string => story.sender.display.screen;

describe('auto reset', () => {
  test('leads to standby after No. 40 without a key, and forgets what was typed', async () => {
    story = await Story.begin({ settings: { autoResetTime: 30 } });
    await story.sender.press('0', '0');
    await story.rig.advance(29_999);
    expect(screen()).toBe('station');
    await story.sender.press('1');
    await story.rig.advance(29_999);
    expect(screen()).toBe('station');
    await story.rig.advance(1);
    expect(screen()).toBe('standby');
    await story.sender.press('7');
    expect(story.sender.lcd[0]).toMatch(/^STATION 7__/);
  });

  test('0 is never', async () => {
    story = await Story.begin({ settings: { autoResetTime: 0, energySaverTime: 0 } });
    await story.sender.press('FUNCTION');
    await story.rig.advance(24 * 60 * MINUTE_MS);
    expect(screen()).toBe('function-menu');
  });

  test('leaves a job that the panel follows on the display, and goes from its result', async () => {
    story = await Story.begin({ recipient: 'absent', settings: { redialInterval: 600, redialCount: 1 } });
    story.farEnd([{ reset: true }]);
    await story.send();
    await story.delivering('redialWaiting');
    await story.rig.advance(9 * MINUTE_MS);
    expect(screen()).toBe('progress');
    await story.journaled();
    expect(screen()).toBe('result');
    await story.rig.advance(MINUTE_MS);
    expect(screen()).toBe('standby');
  });
});

describe('energy saver', () => {
  test('after No. 41 without use the display is dark; a key wakes it and is taken', async () => {
    story = await Story.begin({ settings: { energySaverTime: 5 } });
    expect(story.sender.display.backlight).toBe(true);
    await story.rig.advance(5 * MINUTE_MS);
    expect(story.sender.display).toMatchObject({ screen: 'energy-saver', backlight: false });
    await story.sender.press('0');
    expect(story.sender.display).toMatchObject({ screen: 'station', backlight: true });
  });

  test('without auto reset the display goes dark on any screen', async () => {
    story = await Story.begin({ settings: { autoResetTime: 0, energySaverTime: 5 } });
    await story.sender.press('FUNCTION', '6');
    await story.rig.advance(5 * MINUTE_MS);
    expect(screen()).toBe('energy-saver');
  });

  test('by its own key, and back; by touch; by an original', async () => {
    story = await Story.begin();
    await story.sender.press('ENERGY-SAVER');
    expect(screen()).toBe('energy-saver');
    await story.sender.press('ENERGY-SAVER');
    expect(screen()).toBe('standby');
    await story.sender.press('ENERGY-SAVER');
    await story.sender.touch('wake');
    expect(screen()).toBe('standby');
    await story.sender.press('ENERGY-SAVER');
    await story.sender.load(plainSheet('one'));
    expect(screen()).toBe('standby');
  });

  test('a question wakes the machine', async () => {
    story = await Story.begin();
    await story.sender.press('ENERGY-SAVER');
    await story.sender.layOnGlass(plainSheet('on the glass'));
    await story.sender.press('ENERGY-SAVER');
    await story.sender.order({ destinations: [{ forwardPath: 'june@ifax2.panasonic.example' }] });
    await story.rig.until(() => screen() === 'question', 'the question');
    expect(story.sender.display.backlight).toBe(true);
  });

  test('it still receives, and says so on its dark display', async () => {
    story = await Story.begin();
    await story.recipient.press('ENERGY-SAVER');
    await story.send();
    await story.journaled();
    await story.rig.until(() => story.recipient.printed.length === 1, 'the page is printed');
    expect(story.recipient.display).toMatchObject({ screen: 'energy-saver', backlight: false });
  });
});

describe('the time of day', () => {
  test('is on standby, minute by minute while the display is lit, and costs nothing after that', async () => {
    story = await Story.begin({ settings: { energySaverTime: 3 } });
    const titles = () =>
      story
        .events('ifax1', 'lcd.changed')
        .flatMap(({ data: { title } }) => (typeof title === 'string' && title.startsWith('FAX/EMAIL') ? [title] : []));
    await story.rig.advance(60 * MINUTE_MS);
    const minutes = titles().map((title) => title.slice(-5));
    expect(new Set(minutes).size).toBe(minutes.length);
    expect(minutes.length).toBeGreaterThanOrEqual(3);
    expect(minutes.length).toBeLessThanOrEqual(4);
  });

  test('the beeper is counted', async () => {
    story = await Story.begin();
    await story.sender.press('7', 'START');
    expect(story.sender.board.panel.beeps).toBe(1);
  });
});
