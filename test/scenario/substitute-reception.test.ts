import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { mailing, mailOf } from '../support/caller-script.ts';
import { type Settings, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story?.close());

const vector = (name: string) => readFileSync(new URL(`../vectors/${name}`, import.meta.url));
const fax = (name: string, file = 'tiff-s-2page.tif') => mailOf(name, { type: 'image/tiff', octets: vector(file) });

async function begin(settings: Settings = {}): Promise<void> {
  story = await Story.begin({ recipientSettings: settings });
}

async function receive(name: string, answer = '250 '): Promise<void> {
  const call = story.call(mailing(fax(name), { answer }));
  await story.rig.until(() => call.left !== undefined || call.mismatch !== undefined, 'the call is over');
  expect(call.mismatch).toBeUndefined();
}

/** The vector's pages are short: letter is the nearer length. */
const labels = (): readonly string[] => story.recipient.printed.map(({ label }) => label);

describe('reception goes on in memory', () => {
  test.each([
    ['paper out', () => story.recipient.takePaper('letter'), () => story.recipient.putPaper('letter'), '950'],
    ['a jam', () => story.recipient.jamPrinter(), () => story.recipient.clearPrinter(), '951'],
    ['an open cover', () => story.recipient.openCover('printer'), () => story.recipient.closeCover('printer'), '952'],
  ])('%s: everything prints later, in order', async (_, break_, mend, code) => {
    await begin({ reduction: 'Off' });
    const { recipient } = story;
    await break_();
    for (const name of ['one', 'two', 'three']) await receive(name);
    await story.rig.advance(60_000);
    expect(labels()).toEqual([]);
    expect(recipient.journal).toEqual([]);
    expect((await recipient.files()).map(({ state, pages }) => [state, pages])).toEqual([
      ['waiting for the printer', 2],
      ['waiting', 2],
      ['waiting', 2],
    ]);
    expect(recipient.board.panel.lamps).toMatchObject({ alarm: 'on', receiveData: 'on' });
    await mend();
    await story.journaled(3, recipient);
    expect(labels()).toEqual([1, 2, 3].flatMap((file) => [1, 2].map((page) => `file 00${file} page ${page}`)));
    expect(recipient.journal.map(({ result }) => result)).toEqual(['OK', 'OK', 'OK']);
    expect(recipient.journal[0]?.detail).toContain(`Waited in memory: ${code} `);
    expect(recipient.journal[1]?.detail).toBeUndefined();
    expect(recipient.board.imageMemory.usedOctets).toBe(0);
    expect(recipient.board.panel.lamps).toMatchObject({ alarm: 'off', receiveData: 'off' });
  });

  test('a jam between two pages: the page that jammed is printed again, the one before is not', async () => {
    await begin();
    await story.recipient.jamPrinter({ afterSheets: 1 });
    await receive('one');
    await story.rig.until(() => story.recipient.conditions.length > 0, 'the printer jams');
    expect(labels()).toEqual(['file 001 page 1']);
    await story.recipient.clearPrinter();
    expect(await story.journaled(1, story.recipient)).toMatchObject({ result: 'OK', pages: 2 });
    expect(labels()).toEqual(['file 001 page 1', 'file 001 page 2']);
  });

  test('two sheets left of three: the third page waits for paper, also over a power cut', async () => {
    await begin({ reduction: 'Off' });
    const { recipient } = story;
    await recipient.putPaper('letter', 3);
    await receive('one');
    await receive('two');
    await story.rig.until(() => recipient.conditions.length > 0, 'the paper is out');
    // The last sheet is on the drum.
    await story.rig.advance(5_000);
    expect(labels()).toEqual(['file 001 page 1', 'file 001 page 2', 'file 002 page 1']);
    await recipient.cutPower();
    await recipient.powerOn();
    await story.rig.until(() => recipient.ready, 'ifax2 is ready');
    await recipient.putPaper('letter', 10);
    await story.journaled(2, recipient);
    // The sheet that came out before the cut is counted.
    expect(labels().slice(3)).toEqual(['file 002 page 2']);
    expect(await story.stored(recipient)).toEqual([]);
    expect(recipient.board.imageMemory.usedOctets).toBe(0);
  });

  test('a file that waits can be deleted, and the next one waits in its place', async () => {
    await begin();
    const { recipient } = story;
    await recipient.openCover('printer');
    await receive('one');
    await receive('two');
    await recipient.deleteFile(1);
    expect(await story.journaled(1, recipient)).toMatchObject({ result: '910', pages: 0, fileNumber: 1 });
    await recipient.closeCover('printer');
    expect(await story.journaled(2, recipient)).toMatchObject({ result: 'OK', pages: 2, fileNumber: 2 });
    expect(recipient.board.imageMemory.usedOctets).toBe(0);
    expect(await story.stored(recipient)).toEqual([]);
  });

  test('not with fax parameter 960 Off: 450 while the cover is open, and not a moment longer', async () => {
    await begin({ substituteReception: 'Off' });
    const { recipient } = story;
    await recipient.openCover('printer');
    await receive('one', '450 ');
    expect(recipient.journal).toMatchObject([{ direction: 'RCV', result: '952', pages: 0 }]);
    expect(recipient.board.imageMemory.usedOctets).toBe(0);
    await recipient.closeCover('printer');
    await receive('two');
    expect(await story.journaled(2, recipient)).toMatchObject({ result: 'OK', pages: 2 });
  });

  test('a machine of the family that calls then redials and is printed once', async () => {
    story = await Story.begin({
      settings: { redialInterval: 60 },
      recipientSettings: { substituteReception: 'Off' },
    });
    await story.recipient.jamPrinter();
    await story.send();
    await story.delivering('redialWaiting');
    expect(story.events('ifax1', 'attempt.failed')[0]?.data).toMatchObject({
      infoCode: '717',
      sentence: 'The far end answered 450 paper is jammed in the printer, try again later in phase final-dot.',
    });
    await story.recipient.clearPrinter();
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
    await story.journaled(2, story.recipient);
    expect(story.recipient.journal.map(({ result }) => result)).toEqual(['951', 'OK']);
    expect(story.recipient.printed).toHaveLength(1);
  });
});

describe('the paper there is', () => {
  test.each([
    ['Fit', [], 'letter'],
    ['Fit', ['letter'], 'A4'],
    ['Fit', ['letter', 'A4'], 'B4'],
  ] as const)('961 %s without %j: printed on %s', async (reduction, missing, paper) => {
    await begin({ reduction });
    for (const size of missing) await story.recipient.takePaper(size);
    expect(story.recipient.conditions).toEqual([]);
    await receive('one');
    await story.journaled(1, story.recipient);
    expect(story.recipient.printed.map((page) => page.paper)).toEqual([paper, paper]);
  });

  test('961 is set to Fit while a page waits: it is printed on another paper', async () => {
    await begin({ reduction: 'Off' });
    await story.recipient.takePaper('letter');
    await receive('one');
    expect(story.recipient.conditions[0]?.sentence).toBe('There is no paper for pages of letter.');
    await story.recipient.set('reduction', 'Fit');
    await story.journaled(1, story.recipient);
    expect(story.recipient.conditions).toEqual([]);
    expect(story.recipient.printed).toHaveLength(2);
  });
});
