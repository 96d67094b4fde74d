import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { type MessagePart, mailing, mailOf } from '../support/caller-script.ts';
import { Story } from '../support/scenario.ts';
import type { FarEndStep, ScriptedConnection } from '../support/scripted-far-end.ts';

let story: Story;
afterEach(() => story.close());

const vector = (name: string) => readFileSync(new URL(`../vectors/${name}`, import.meta.url));
const ONE_PAGE: MessagePart = { type: 'image/tiff', octets: vector('tiff-s-1page.tif') };
const TWO_PAGES: MessagePart = { type: 'image/tiff', octets: vector('tiff-s-2page.tif') };
const BROKEN: MessagePart = { type: 'image/tiff', octets: ONE_PAGE.octets.subarray(0, 40) };
const TEXT: MessagePart = { type: 'text/plain', octets: Buffer.from('hello') };
const PDF: MessagePart = { type: 'application/pdf', octets: Buffer.from('%PDF-1.4') };

async function playedOut(...calls: readonly ScriptedConnection[]): Promise<void> {
  await story.rig.until(
    () => calls.every((call) => call.left !== undefined || call.mismatch !== undefined),
    'the calls are over',
  );
}

/** Keeps the line once the recipient has spoken and says what was said. */
async function dialogue(steps: readonly FarEndStep[]): Promise<string> {
  const call = story.call(steps);
  await playedOut(call);
  return call.received;
}

describe('a message is received', () => {
  test('one page from a foreign mail program', async () => {
    story = await Story.begin();
    await playedOut(story.call(mailing(mailOf('one', ONE_PAGE))));
    expect(await story.journaled(1, story.recipient)).toMatchObject({
      direction: 'RCV',
      result: 'OK',
      pages: 1,
      address: 'eve@mail.example',
      messageId: '<one@mail.example>',
    });
    expect(story.recipient.board.tray.sheets).toBe(1);
    expect(story.recipient.board.imageMemory.usedOctets).toBe(0);
    expect(await story.stored(story.recipient)).toEqual([]);
    expect(story.recipient.board.panel.lamps).toMatchObject({ alarm: 'off', receiveData: 'off' });
  });

  test('several TIFFs and a text: all pages in order', async () => {
    story = await Story.begin();
    await playedOut(story.call(mailing(mailOf('many', TEXT, ONE_PAGE, TWO_PAGES, ONE_PAGE))));
    expect(await story.journaled(1, story.recipient)).toMatchObject({ result: 'OK', pages: 4 });
    expect(story.recipient.printed.map(({ label }) => label)).toEqual(
      [1, 2, 3, 4].map((page) => `file 001 page ${page}`),
    );
  });

  test('several at once: every page is printed, those of a message together', async () => {
    story = await Story.begin();
    const calls = Array.from({ length: 8 }, (_, index) => story.call(mailing(mailOf(`m${index}`, TWO_PAGES))));
    await playedOut(...calls);
    expect(calls.map(({ left }) => left)).toEqual(Array(8).fill('end'));
    await story.journaled(8, story.recipient);
    expect(story.recipient.journal.map(({ result }) => result)).toEqual(Array(8).fill('OK'));
    const files = story.recipient.printed.map(({ label }) => label.slice(0, 8));
    expect(files).toHaveLength(16);
    files.forEach((file, index) => {
      if (index % 2 === 1) expect(file).toBe(files[index - 1]);
    });
    expect(new Set(files).size).toBe(8);
    expect(story.recipient.board.panel.lamp('receiveData')).toBe('off');
  });

  test('more than the printer can queue: none is lost', async () => {
    story = await Story.begin();
    for (let round = 0; round < 4; round += 1) {
      const calls = Array.from({ length: 6 }, (_, index) => story.call(mailing(mailOf(`m${round}${index}`, ONE_PAGE))));
      await playedOut(...calls);
    }
    expect(story.recipient.board.tray.sheets).toBeLessThan(4);
    await story.journaled(24, story.recipient);
    expect(story.recipient.journal.map(({ result }) => result)).toEqual(Array(24).fill('OK'));
    expect(story.recipient.board.tray.sheets).toBe(24);
  });

  test('a ninth session at once is sent away with 421', async () => {
    story = await Story.begin();
    for (let index = 0; index < 8; index += 1) story.call([]);
    await story.rig.advance(1_000);
    expect(await dialogue([{ takeUntil: '\r\n' }, { end: true }])).toMatch(/^421 /);
  });
});

describe('a message that cannot be printed is kept', () => {
  test.each<[string, string, string, string]>([
    ['text only', mailOf('x', TEXT), '940', 'The message holds no TIFF to print.'],
    ['a PDF', mailOf('x', PDF), '719', 'The message holds a part of type application/pdf; expected image/tiff.'],
    [
      'a TIFF and a PDF',
      mailOf('x', ONE_PAGE, PDF),
      '719',
      'The message holds a part of type application/pdf; expected image/tiff.',
    ],
    ['a broken TIFF', mailOf('x', BROKEN), '941', 'TIFF 1 of the message cannot be read'],
    ['a good and a broken TIFF', mailOf('x', ONE_PAGE, BROKEN), '941', 'TIFF 2 of the message cannot be read'],
    ['nothing at all', '', '941', 'The message is empty'],
    ['octets that are no message', '\u0001\u0002\u00ff'.repeat(100), '941', 'The message is empty'],
  ])('%s', async (_, message, code, detail) => {
    story = await Story.begin({ recipientSettings: { unprintableMessage: 'Keep' } });
    await playedOut(story.call(mailing(message)));
    const entry = await story.journaled(1, story.recipient);
    expect(entry).toMatchObject({ direction: 'RCV', result: code, pages: 0 });
    expect(entry.detail).toContain(detail);
    expect(story.recipient.board.tray.sheets).toBe(0);
    expect(story.recipient.board.panel.lamps).toMatchObject({ alarm: 'on', receiveData: 'off' });
    const kept = async () => {
      let octets: Uint8Array | undefined;
      await story.rig.clock.enter(() => {
        void story.recipient.firmware?.receiver.keptMessage(1).then((found) => {
          octets = found;
        });
      });
      await story.rig.advance(100);
      return Buffer.from(octets ?? []).toString('latin1');
    };
    expect((await kept()).trimEnd()).toContain(message.trimEnd());

    await story.recipient.cutPower();
    expect(story.recipient.board.panel.lamp('alarm')).toBe('off');
    await story.recipient.powerOn();
    await story.rig.until(() => story.recipient.ready, 'the recipient is ready');
    await story.rig.advance(1_000);
    expect(story.recipient.board.panel.lamp('alarm')).toBe('on');
    expect((await kept()).trimEnd()).toContain(message.trimEnd());
    expect(story.recipient.journal).toHaveLength(1);

    await playedOut(story.call(mailing(mailOf('next', ONE_PAGE))));
    expect(await story.journaled(2, story.recipient)).toMatchObject({ result: 'OK', fileNumber: 2 });

    await story.rig.clock.enter(() => {
      void story.recipient.firmware?.receiver.discardKept(1);
    });
    await story.rig.advance(100);
    expect(await story.stored(story.recipient)).toEqual([]);
    expect(story.recipient.board.imageMemory.usedOctets).toBe(0);
    expect(story.recipient.board.panel.lamp('alarm')).toBe('off');
  });
});

describe('a caller is turned away', () => {
  const begun: readonly FarEndStep[] = [
    { takeUntil: '\r\n' },
    { say: 'EHLO mail.example\r\n' },
    { takeUntil: '250 ' },
    { takeUntil: '\r\n' },
    { say: 'MAIL FROM:<eve@mail.example>\r\n' },
    { takeUntil: '\r\n' },
  ];
  test.each([
    ['an unknown mailbox', 'nobody@ifax2.panasonic.example', '550 no such mailbox on this machine'],
    ['relaying', 'june@elsewhere.example', '550 not a mailbox of this machine, relaying is refused'],
    ["another machine's literal", 'june@[10.20.30.6]', '550 not a mailbox of this machine, relaying is refused'],
    [
      'relaying by percent sign',
      'june%elsewhere.example@ifax2.panasonic.example',
      '550 no such mailbox on this machine',
    ],
  ])('%s', async (_, to, reply) => {
    story = await Story.begin();
    const said = await dialogue([...begun, { say: `RCPT TO:<${to}>\r\n` }, { takeUntil: '\r\n' }, { say: 'QUIT\r\n' }]);
    expect(said).toContain(`\r\n${reply}\r\n`);
    expect(story.recipient.journal).toEqual([]);
  });

  test.each(['JUNE@IFAX2.Panasonic.Example', 'june@[10.20.30.5]', 'postmaster@ifax2.panasonic.example'])(
    'but not %s',
    async (to) => {
      story = await Story.begin();
      await playedOut(story.call(mailing(mailOf('x', ONE_PAGE), { to })));
      expect(await story.journaled(1, story.recipient)).toMatchObject({ result: 'OK' });
    },
  );

  test('who talks before the greeting hears 421', async () => {
    story = await Story.begin();
    const patient = story.call([]);
    const eager = story.callEarly('EHLO eager\r\n');
    await story.rig.advance(1_000);
    expect(eager.received).toMatch(/^421 .* you talk too soon\r\n$/);
    expect(patient.received).toMatch(/^220 /);
  });

  test('neither PIPELINING nor anything else that would hide the capability is offered', async () => {
    story = await Story.begin();
    const said = await dialogue([...begun, { say: 'QUIT\r\n' }]);
    const keywords = [...said.matchAll(/^250[- ](.*)\r$/gm)].map(([, text = '']) => text.split(' ')[0]);
    expect(keywords).toContain('CONNEG');
    for (const absent of ['PIPELINING', 'STARTTLS', 'AUTH', 'ENHANCEDSTATUSCODES', 'CHUNKING', 'SMTPUTF8']) {
      expect(keywords).not.toContain(absent);
    }
  });

  test('a caller that goes away in the middle of its message leaves nothing', async () => {
    story = await Story.begin();
    const whole = mailing(mailOf('half', TWO_PAGES));
    const cut = whole.map(
      (step): FarEndStep => ('say' in step && step.say.startsWith('From:') ? { say: step.say.slice(0, 300) } : step),
    );
    const at = cut.findIndex((step) => 'say' in step && step.say.startsWith('From:'));
    story.call([...cut.slice(0, at + 1), { pauseMs: 50 }, { reset: true }]);
    await story.rig.advance(10_000);
    expect(story.recipient.journal).toEqual([]);
    expect(story.recipient.board.imageMemory.usedOctets).toBe(0);
    expect(await story.stored(story.recipient)).toEqual([]);
    await playedOut(story.call(whole));
    expect(await story.journaled(1, story.recipient)).toMatchObject({ result: 'OK', pages: 2, fileNumber: 1 });
  });

  test('who says nothing is sent away after five minutes', async () => {
    story = await Story.begin();
    const call = story.call([]);
    await playedOut(call);
    expect(call.received).toMatch(/^220 .*\r\n421 /);
    expect(story.now).toBeGreaterThan(300_000);
    expect(story.now).toBeLessThan(310_000);
  });
});
