import { afterEach, describe, expect, test } from 'vitest';
import { MODEL_NAMES } from '../../firmware/index.ts';
import { readFaxMessage } from '../../firmware/mail/read-fax-message.ts';
import { readTiff } from '../../firmware/tiff/read-tiff.ts';
import { type FarEndWords, quitBeforeData, takingAll } from '../support/far-end-script.ts';
import { MANUAL_SAMPLE } from '../support/manual-sample.ts';
import { type FarEnd, JUNE, type Settings, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

const CONNEG = ['250-far.example', '250 CONNEG'];

async function transmitTo(words: Partial<FarEndWords>, settings: Settings = {}): Promise<FarEnd> {
  story = await Story.begin({ recipient: 'absent', settings });
  const farEnd = story.farEnd(takingAll(words));
  await story.send();
  await story.journaled();
  return farEnd;
}

/** What the far end was sent, by the only page's TIFF. */
async function sentForm(farEnd: FarEnd): Promise<string> {
  const [message = ''] = farEnd.messages;
  const mail = await readFaxMessage(Buffer.from(message.replace(/\r\n\.\r\n$/, '\r\n'), 'latin1'));
  const tiff = mail.ok ? mail.tiffs[0] : undefined;
  const read = tiff === undefined ? undefined : readTiff(tiff.octets);
  if (read?.ok !== true) throw new Error('no TIFF was sent');
  const [page] = read.pages;
  if (page === undefined) throw new Error('the TIFF has no page');
  return `${page.coding} ${page.resolution?.name} ${page.width}`;
}

async function delivered(farEnd: FarEnd, form: string, detail: RegExp): Promise<void> {
  expect(farEnd.mismatch).toBeUndefined();
  const [entry] = story.sender.journal;
  expect(entry).toMatchObject({ result: 'OK' });
  expect(entry?.detail).toMatch(detail);
  expect(await sentForm(farEnd)).toBe(form);
  expect(story.memoryInUse).toBe(0);
  expect(await story.stored()).toEqual([]);
}

describe('without a capability the document goes as Profile S', () => {
  test.each<[string, Partial<FarEndWords>, RegExp]>([
    ['CONNEG not offered', {}, /does not offer CONNEG/],
    ['HELO only', { ehlo: ['502 what'], helo: ['250 far.example'] }, /does not offer CONNEG/],
    ['EHLO unknown', { ehlo: ['500 what'], helo: ['250 far.example'] }, /does not offer CONNEG/],
    ['accepted without capability', { ehlo: CONNEG }, /told no capability/],
    ['capability unreadable', { ehlo: CONNEG, rcpt: ['250-ok', '250 (&(dpi='] }, /cannot be read/],
    [
      'a capability that contradicts itself',
      { ehlo: CONNEG, rcpt: ['250-ok', '250 (&(dpi=200)(dpi=400))'] },
      /cannot be read/,
    ],
    [
      'garbage instead of a capability',
      { ehlo: CONNEG, rcpt: ['250-ok', '250 \u0001\u00ff)))((('] },
      /told no capability/,
    ],
    [
      'a capability too large to work out',
      { ehlo: CONNEG, rcpt: ['250-ok', `250 (&${'(|(a=1)(b=2))'.repeat(60)})`] },
      /cannot be read/,
    ],
  ])('%s', async (_, words, detail) => {
    await delivered(await transmitTo(words), 'MH 204x98 1728', detail);
  });

  test.each(['501', '503', '504', '555'])('CONNEG offered and refused with %s', async (code) => {
    const farEnd = await transmitTo({ ehlo: CONNEG, rcpt: [`${code} no such parameter`], plainRcpt: ['250 ok'] });
    await delivered(farEnd, 'MH 204x98 1728', new RegExp(`refused it for this mailbox with ${code}`));
    expect(farEnd.last.received).toContain(`RCPT TO:<${JUNE}> CONNEG\r\nRCPT TO:<${JUNE}>\r\n`);
  });

  test.each([
    ['200x100', 'MH 200x100 1728'],
    ['200x200', 'MH 200x200 1728'],
    ['204x98', 'MH 204x98 1728'],
    ['204x196', 'MH 204x196 1728'],
    ['204x391', 'MH 204x196 1728'],
    ['400x400', 'MH 200x200 1728'],
  ])('scanned at %s: %s', async (resolution, form) => {
    await delivered(await transmitTo({}, { resolution }), form, /does not offer CONNEG/);
  });
});

describe("the manual's sample as printed", () => {
  test.each([
    ['204x98', 'JBIG 204x98 1728'],
    ['204x196', 'JBIG 204x196 1728'],
    ['200x100', 'JBIG 200x100 1728'],
    ['200x200', 'JBIG 200x200 1728'],
    ['400x400', 'JBIG 400x400 3456'],
  ])('scanned at %s: %s', async (resolution, form) => {
    const farEnd = await transmitTo({ ehlo: CONNEG, rcpt: MANUAL_SAMPLE }, { resolution });
    await delivered(farEnd, form, /told its capability \(manual form, 2 misprint\(s\) repaired\)/);
    const [told] = story.events('ifax1', 'format.negotiated');
    expect(told?.data['account']).toMatchObject({
      theirs: {
        received: MANUAL_SAMPLE.map((line) => line.slice(4)),
        spellings: ['reply line 2: the capability lines do not begin with CONNEG'],
        repairs: [
          "reply line 12: 'imagecoding' was read as 'image-coding'",
          expect.stringMatching(/^reply line 17: a surplus '\)'/),
        ],
      },
      choice: told?.data['format'],
    });
    const negotiation = story.sender.journal[0]?.negotiation ?? [];
    expect(negotiation).toContain('theirs as received:');
    expect(negotiation).toContain("repaired: reply line 12: 'imagecoding' was read as 'image-coding'");
    expect(negotiation.at(-2)).toBe(`choice: ${form.replace(' ', ' at ').replace(/ \d+$/, ' on A4')}`);
  });
});

describe('the coding', () => {
  const sample = { ehlo: CONNEG, rcpt: MANUAL_SAMPLE };

  test.each<[Settings, string]>([
    [{ codingOrder: 'MR MH' }, 'MR 204x98 1728'],
    [{ codingOrder: 'JBIG MH' }, 'JBIG 204x98 1728'],
    [{ codingOrder: 'MMR MR MH' }, 'MMR 204x98 1728'],
    [{ transferCoding: 'MH' }, 'MH 204x98 1728'],
    [{ transferCoding: 'MH', codingOrder: 'MR' }, 'MH 204x98 1728'],
    [{ transferCoding: 'MMR' }, 'MMR 204x98 1728'],
    [{ transferCoding: 'JBIG', codingOrder: 'MH' }, 'JBIG 204x98 1728'],
  ])('by setting %j: %s', async (settings, form) => {
    await delivered(await transmitTo(sample, settings), form, /is the best form both ends handle/);
  });

  test('wanted and not read by the far end: the best that both ends can', async () => {
    const words = { ehlo: CONNEG, rcpt: ['250-ok', '250 (image-coding=[MH,MR])'] };
    await delivered(await transmitTo(words, { transferCoding: 'MMR' }), 'MR 204x98 1728', /best form/);
  });

  test('wanted, of a far end without capability: Profile S all the same', async () => {
    await delivered(await transmitTo({}, { transferCoding: 'MMR' }), 'MH 204x98 1728', /does not offer CONNEG/);
  });
});

describe('between two machines', () => {
  test.each([
    ['manual', 'manual form)'],
    ['manual-verbatim', 'manual form, 2 misprint(s) repaired'],
    ['rfc4141', 'rfc4141 form)'],
  ])('in the dialect %s', async (connegDialect, told) => {
    story = await Story.begin({ recipientSettings: { connegDialect } });
    await story.send();
    const entry = await story.journaled();
    expect(entry.result).toBe('OK');
    expect(entry.detail).toContain(told);
    expect(story.events('ifax1', 'format.negotiated').map(({ data }) => data['format'])).toEqual([
      'JBIG at 204x98 on A4',
    ]);
    await story.journaled(1, story.recipient);
    expect(story.recipient.printed.map((page) => page.resolution.name)).toEqual(['204x98']);
  });
});

describe("a machine's advertisement in the manual's words", () => {
  test.each(MODEL_NAMES)('%s: the sample of page 472, line by line', async (model) => {
    story = await Story.begin({ recipient: { model }, recipientSettings: { connegDialect: 'manual-verbatim' } });
    await story.send();
    await story.journaled();
    const [told] = story.events('ifax1', 'format.negotiated');
    expect(told?.data['account']).toMatchObject({
      theirs: {
        received: MANUAL_SAMPLE.map((line) => line.slice(4).replace('june@panasonic.com', JUNE)),
      },
    });
  });
});

describe('nothing in common', () => {
  const words = { ehlo: CONNEG, rcpt: ['250-ok', '250 (&(image-file-structure=TIFF-minimal)(image-coding=JPEG))'] };

  test('by default: incomplete with 928, the call ended in order', async () => {
    story = await Story.begin({ recipient: 'absent' });
    const farEnd = story.farEnd(quitBeforeData(words));
    await story.send();
    const entry = await story.journaled();
    expect(entry).toMatchObject({ result: '928' });
    expect(entry.negotiation).toContain('rejected: any form in MMR, their (image-coding=jpeg) excludes it');
    expect(entry.negotiation?.at(-2)).toBe('choice: none');
    expect(farEnd.connections).toHaveLength(1);
    expect(farEnd.last.mismatch).toBeUndefined();
    expect(farEnd.last.done).toBe(true);
    expect(farEnd.messages).toEqual([]);
    expect(story.memoryInUse).toBeGreaterThan(0);
    expect(story.sender.lcd.slice(0, 2)).toEqual([
      'XMT FILE 001              INCOMPLETE 928',
      'NO COMMON FORMAT WITH THE FAR END',
    ]);
  });

  test('by setting: sent as Profile S', async () => {
    await delivered(await transmitTo(words, { noCommonFormat: 'Profile S' }), 'MH 204x98 1728', /Profile S|baseline/i);
    const [entry] = story.sender.journal;
    expect(entry?.detail).toContain('its (image-coding=jpeg) excludes any form in MH, so a page');
    expect(entry?.negotiation).toContain('rejected: any form in MMR, their (image-coding=jpeg) excludes it');
  });
});
