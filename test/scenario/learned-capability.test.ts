import { afterEach, describe, expect, test } from 'vitest';
import { parseFilter } from '../../firmware/capability/parse-filter.ts';
import type { LearnedFrom } from '../../firmware/settings/learned-capabilities.ts';
import { mailing } from '../support/caller-script.ts';
import { takingAll } from '../support/far-end-script.ts';
import { JUNE, plainSheet, type Settings, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

const DAY_MS = 24 * 60 * 60 * 1_000;
const PCC = 'pcc@ifax1.panasonic.example';
const FEATURES = '(& (image-file-structure=TIFF-minimal) (dpi=204) (dpi-xyratio=204/98) (image-coding=[MH,MMR]) )';

function notification(originalMessageId: string, recipient = PCC): string {
  return [
    `From: ${PCC}`,
    `To: ${JUNE}`,
    'Message-ID: <mdn@ifax1.panasonic.example>',
    'Date: Tue, 31 Jan 2006 12:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=disposition-notification; boundary=B',
    '',
    '--B',
    '',
    'It was printed.',
    '--B',
    'Content-Type: message/disposition-notification',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Original-Message-ID: ${originalMessageId}`,
    'Disposition: automatic-action/MDN-sent-automatically; dispatched',
    `Media-Accept-Features: ${FEATURES}`,
    '',
    '--B--',
    '',
  ].join('\r\n');
}

/** What the recipient's machine, as a sender, knows of PCC. */
function knownToRecipient() {
  return story.recipient.firmware?.learned.of(PCC, new Date(story.recipient.board.clock.calendar()));
}

/** A call to a far end without CONNEG of which the sender had learned something. */
async function callKnowing(from: LearnedFrom, ageDays: number, settings: Settings = {}) {
  story = await Story.begin({ recipient: 'absent', settings });
  const { sender } = story;
  const parsed = parseFilter(FEATURES, { reader: 'strict' });
  if (!parsed.ok) throw new Error(parsed.error.sentence);
  const at = new Date(sender.board.clock.calendar().getTime() - ageDays * DAY_MS);
  await story.rig.clock.enter(() => {
    void sender.firmware?.learned.learn({ address: JUNE, filter: parsed.filter, from, at });
  });
  story.farEnd(takingAll());
  await story.send();
  return await story.journaled();
}

describe('learning', () => {
  test('a CONNEG reply is kept with the mailbox that gave it', async () => {
    story = await Story.begin();
    await story.send();
    await story.journaled();
    const [known, ...more] = story.sender.firmware?.learned.all ?? [];
    expect(known).toMatchObject({ address: JUNE, from: 'CONNEG' });
    expect(more).toEqual([]);
    expect(story.events('ifax1', 'capability.learned')).toHaveLength(1);
  });

  test('so is what a disposition notification of an own message tells', async () => {
    story = await Story.begin();
    await story.recipient.load(plainSheet('sheet'));
    await story.recipient.press('0', '0', '1', 'START');
    const sent = await story.journaled(1, story.recipient);
    expect(knownToRecipient()).toMatchObject({ from: 'CONNEG' });
    story.call(mailing(notification(sent.messageId ?? '')));
    await story.journaled(2, story.recipient);
    const { filter } = knownToRecipient() ?? {};
    expect(knownToRecipient()).toMatchObject({ from: 'MDN', ageDays: 0 });
    expect(filter).toEqual(parsed(FEATURES));
  });

  test.each([
    ['about a message never sent', '<forged@mail.example>', PCC],
    ['of another recipient', undefined, 'eve@mail.example'],
  ])('a notification %s teaches nothing', async (_, messageId, recipient) => {
    story = await Story.begin();
    await story.recipient.load(plainSheet('sheet'));
    await story.recipient.press('0', '0', '1', 'START');
    const sent = await story.journaled(1, story.recipient);
    story.call(mailing(notification(messageId ?? sent.messageId ?? '', recipient)));
    await story.journaled(2, story.recipient);
    expect(knownToRecipient()).toMatchObject({ from: 'CONNEG' });
    expect(story.events('ifax2', 'notification.ignored')).toHaveLength(1);
  });
});

describe('a far end that does not offer CONNEG', () => {
  test('is taken at the word of its notification, told as learned', async () => {
    const entry = await callKnowing('MDN', 3);
    expect(entry.detail).toMatch(
      /does not offer CONNEG; its capability was learned by MDN on .+, 3 days ago\. MMR at /,
    );
    expect(entry.negotiation).toContainEqual(expect.stringMatching(/^theirs: learned by MDN on .+, 3 days ago$/));
    const [told] = story.events('ifax1', 'format.negotiated');
    expect(told?.data).toMatchObject({ capability: 'learned', format: 'MMR at 204x98 on A4' });
  });

  test.each<[string, LearnedFrom, number, Settings]>([
    ['it was too long ago', 'MDN', 31, {}],
    ['it was too long ago by setting', 'MDN', 3, { learnedAge: 2 }],
    ['it is switched off', 'MDN', 3, { learnedCapability: 'Off' }],
    ['it had offered CONNEG then', 'CONNEG', 3, {}],
  ])('gets Profile S when %s', async (_, from, ageDays, settings) => {
    const entry = await callKnowing(from, ageDays, settings);
    expect(entry.result).toBe('OK');
    expect(entry.detail).toMatch(/goes in Profile S: MH at 204x98 on A4/);
    expect(entry.detail).not.toContain('learned');
  });
});

function parsed(text: string) {
  const read = parseFilter(text, { reader: 'strict' });
  return read.ok ? read.filter : undefined;
}
