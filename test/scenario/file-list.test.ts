import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { mailing, mailOf } from '../support/caller-script.ts';
import { refusing, takingAll } from '../support/far-end-script.ts';
import { JUNE, MINUTE_MS, RECIPIENT, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story?.close());

const TWO_PAGES = readFileSync(new URL('../vectors/tiff-s-2page.tif', import.meta.url));
const TEXT = mailOf('text', { type: 'text/plain', octets: Buffer.from('hello') });
const OTHER = 'june@[10.20.30.11]';

/** A file of two pages that a far end has refused for good. */
async function incomplete(): Promise<void> {
  story = await Story.begin({ recipient: 'absent' });
  story.farEnd(refusing('rcpt', '550 no such mailbox'), takingAll());
  await story.send(2);
  await story.journaled();
}

/** A file that is tried again in three minutes. */
async function redialling(): Promise<void> {
  story = await Story.begin({ recipient: 'absent' });
  story.farEnd(refusing('rcpt', '450 try again later'), takingAll());
  await story.send();
  await story.delivering('redialWaiting');
  await story.rig.advance(1_000);
}

describe('the file list', () => {
  test('tells state, pages, resolution, station and memory of everything there is', async () => {
    await incomplete();
    expect(await story.sender.files()).toEqual([
      {
        fileNumber: 1,
        direction: 'XMT',
        state: 'incomplete',
        pages: 2,
        resolution: '204x98',
        stations: [{ address: JUNE, name: 'JUNE', nextAttemptAt: undefined }],
        octets: story.memoryInUse,
      },
    ]);
  });

  test('and of what was received', async () => {
    story = await Story.begin({ recipientSettings: { unprintableMessage: 'Keep' } });
    await story.recipient.openCover('printer');
    story.call(mailing(mailOf('fax', { type: 'image/tiff', octets: TWO_PAGES })));
    story.call(mailing(TEXT));
    await story.rig.advance(5_000);
    const rows = await story.recipient.files();
    expect(rows).toMatchObject([
      { fileNumber: 1, direction: 'RCV', state: 'waiting for the printer', pages: 2, resolution: '204x196' },
      { fileNumber: 2, direction: 'RCV', state: 'waiting', pages: undefined, resolution: undefined },
    ]);
    expect(rows[0]?.stations).toEqual([{ address: 'eve@mail.example', name: undefined, nextAttemptAt: undefined }]);
    expect(rows.reduce((sum, { octets }) => sum + octets, 0)).toBe(story.recipient.board.imageMemory.usedOctets);
  });

  test('is empty when the memory is', async () => {
    story = await Story.begin();
    expect(await story.sender.files()).toEqual([]);
    for (const ask of ['printFile', 'deleteFile', 'resendFile'] as const) {
      await expect(story.sender[ask](7)).rejects.toThrow('There is no file 007 in memory.');
    }
    await expect(story.sender.editFile(7, {})).rejects.toThrow('There is no file 007 in memory.');
  });
});

describe('a file is', () => {
  test('printed: it stays in memory', async () => {
    await incomplete();
    await story.sender.printFile(1);
    expect(story.sender.printed.map(({ label }) => label)).toEqual(['file 001 page 1', 'file 001 page 2']);
    expect(story.memoryInUse).toBeGreaterThan(0);
    await story.sender.openCover('printer');
    await expect(story.sender.printFile(1)).rejects.toThrow('The cover of the printer is open');
  });

  test('deleted while it is incomplete', async () => {
    await incomplete();
    await story.sender.deleteFile(1);
    await story.rig.advance(1_000);
    expect(await story.sender.files()).toEqual([]);
    expect(story.memoryInUse).toBe(0);
    expect(await story.stored()).toEqual([]);
  });

  test('deleted while it waits for redial', async () => {
    await redialling();
    await story.sender.deleteFile(1);
    expect(await story.journaled()).toMatchObject({ result: '910' });
    expect(story.memoryInUse).toBe(0);
    expect(await story.stored()).toEqual([]);
  });

  test('sent again', async () => {
    await incomplete();
    await story.sender.resendFile(1);
    expect(await story.journaled(2)).toMatchObject({ result: 'OK', pages: 2 });
    await expect(story.sender.resendFile(1)).rejects.toThrow('There is no file 001');
  });

  test('sent to another station, under its number or address', async () => {
    await incomplete();
    const other = story.farEndAt({ ...RECIPIENT, address: '10.20.30.11' }, takingAll());
    await story.sender.editFile(1, { to: OTHER });
    expect((await story.sender.files())[0]?.stations[0]?.address).toBe(OTHER);
    await story.sender.resendFile(1);
    expect(await story.journaled(2)).toMatchObject({ result: 'OK', address: OTHER });
    expect(other.messages).toHaveLength(1);
    await expect(story.sender.editFile(1, { to: '001' })).rejects.toThrow('There is no file 001');
  });

  test('sent to another station at once while it waits for redial', async () => {
    await redialling();
    const other = story.farEndAt({ ...RECIPIENT, address: '10.20.30.11' }, takingAll());
    const changedAt = story.now;
    await story.sender.editFile(1, { to: OTHER });
    expect(await story.journaled()).toMatchObject({ result: 'OK', address: OTHER });
    expect(story.now - changedAt).toBeLessThan(MINUTE_MS);
    expect(other.messages).toHaveLength(1);
    expect(story.sender.journal).toHaveLength(1);
  });

  test('sent at another time', async () => {
    await redialling();
    const at = new Date(Date.UTC(2006, 0, 16, 18, 0, 0));
    await story.sender.editFile(1, { at });
    const [row] = await story.sender.files();
    expect(row).toMatchObject({ state: 'deferred', stations: [{ nextAttemptAt: at.toISOString() }] });
    expect(await story.journaled()).toMatchObject({ result: 'OK', time: '18:00:00' });
  });

  test('sent at another time although it was incomplete, and the time outlasts a power cut', async () => {
    await incomplete();
    await story.sender.editFile(1, { at: new Date(Date.UTC(2006, 0, 16, 18, 0, 0)) });
    await story.rig.advance(MINUTE_MS);
    await story.sender.cutPower();
    await story.sender.powerOn();
    await story.rig.until(() => story.sender.ready, 'the sender is ready');
    expect(await story.journaled(2)).toMatchObject({ result: 'OK', pages: 2, time: '18:00:00' });
    expect(story.memoryInUse).toBe(0);
  });

  test('left alone where it cannot be changed', async () => {
    await incomplete();
    await expect(story.sender.editFile(1, { to: 'nobody' })).rejects.toThrow(
      'nobody is neither a station nor an address: expected 001 to 999 or local-part@domain.',
    );
    await expect(story.sender.editFile(1, { destination: 1, to: JUNE })).rejects.toThrow(
      'File 001 has no destination 2.',
    );
    story.close();
    story = await Story.begin({ recipient: 'absent' });
    story.farEnd([]);
    await story.send();
    await story.delivering('greeting');
    await expect(story.sender.editFile(1, { to: JUNE })).rejects.toThrow('File 001 is on line.');
    await expect(story.sender.resendFile(1)).rejects.toThrow('File 001 is not incomplete.');
  });
});

describe('a received file is', () => {
  test('printed again when it was kept, and deleted when it cannot be', async () => {
    story = await Story.begin({ recipientSettings: { unprintableMessage: 'Keep' } });
    story.call(mailing(TEXT));
    await story.journaled(1, story.recipient);
    await story.recipient.printFile(1);
    expect(await story.journaled(2, story.recipient)).toMatchObject({ result: '940', fileNumber: 1 });
    expect(await story.recipient.files()).toMatchObject([{ state: 'kept' }]);
    await story.recipient.deleteFile(1);
    expect(await story.recipient.files()).toEqual([]);
    expect(story.recipient.board.imageMemory.usedOctets).toBe(0);
  });

  test('not deleted on its way to paper', async () => {
    story = await Story.begin();
    story.call(mailing(mailOf('fax', { type: 'image/tiff', octets: TWO_PAGES })));
    await story.rig.until(
      () => story.events('ifax2', 'reception.entered').some(({ data }) => data['state'] === 'printing'),
      'it is printed',
    );
    await expect(story.recipient.deleteFile(1)).rejects.toThrow('File 001 is being printed.');
    await expect(story.recipient.printFile(1)).rejects.toThrow('File 001 prints by itself.');
  });
});
