import { describe, expect, test } from 'vitest';
import { NonvolatileMemory } from '../../../device-model/memory/nonvolatile-memory.ts';
import { Journal, type JournalEntry, journalTime } from '../../../firmware/journal/journal.ts';
import { communicationReportText, journalText } from '../../../firmware/journal/journal-text.ts';
import { KeptTrace } from '../../support/kept-trace.ts';
import { PlainStorage } from '../../support/plain-storage.ts';

const ENTRY: JournalEntry = {
  date: '2006-01-31',
  time: '18:59:59',
  direction: 'XMT',
  fileNumber: 7,
  station: 'June',
  address: 'june@panasonic.com',
  pages: 2,
  durationMs: 83_400,
  result: 'OK',
  messageId: '<1@a.example>',
};
const FAILED: JournalEntry = {
  ...ENTRY,
  fileNumber: 8,
  address: 'a@b.example',
  result: '923',
  detail: 'RCPT: 550 no\x1b such user',
};
const MADE = { date: new Date(Date.UTC(2006, 1, 1, 0, 5)), zoneOffsetMinutes: -300 };

async function journal(storage = new PlainStorage(), limit?: number) {
  const trace = new KeptTrace();
  const kept = new Journal(new NonvolatileMemory(storage), trace, limit === undefined ? {} : { limit });
  return { storage, trace, kept, sentence: await kept.load() };
}

function numbered(count: number): JournalEntry[] {
  return Array.from({ length: count }, (_, index) => ({ ...ENTRY, fileNumber: index + 1 }));
}

describe('keeping', () => {
  test('entries come back in order after a power cycle', async () => {
    const { kept, storage, trace } = await journal();
    await Promise.all([kept.add(ENTRY), kept.add(FAILED)]);
    expect(trace.events()).toEqual(['journal.entered', 'journal.entered']);
    const next = await journal(storage);
    expect(next.sentence).toBeUndefined();
    expect(next.kept.entries).toEqual([ENTRY, FAILED]);
    expect(JSON.parse(next.kept.json())).toEqual([ENTRY, FAILED]);
  });

  test('a long negotiation is cut in the middle, its choice stays', async () => {
    const { kept, storage } = await journal();
    const negotiation = [...Array.from({ length: 500 }, (_, i) => `${i}${'x'.repeat(5_000)}`), 'choice: MH', 'why'];
    await kept.add({ ...ENTRY, negotiation });
    const [entry] = (await journal(storage)).kept.entries;
    expect(entry?.negotiation?.length).toBe(80);
    expect(entry?.negotiation?.[0]).toBe(`0${'x'.repeat(999)}`);
    expect(entry?.negotiation?.slice(-3)).toEqual(['…', 'choice: MH', 'why']);
  });

  test('a torn last line is lost, told, and the journal goes on', async () => {
    const { kept, storage } = await journal();
    await kept.add(ENTRY);
    await kept.add(FAILED);
    const octets = storage.records.get('journal/communications') ?? new Uint8Array();
    storage.records.set('journal/communications', octets.slice(0, -9));
    const next = await journal(storage);
    expect(next.sentence).toMatch(/lost 1 of 2 lines/);
    expect(next.trace.events()).toEqual(['journal.repaired']);
    await next.kept.add(FAILED);
    expect((await journal(storage)).kept.entries).toEqual([ENTRY, FAILED]);
  });

  test('the oldest go beyond the limit, in memory at once and in storage before it grows by a tenth', async () => {
    const { kept, storage } = await journal(new PlainStorage(), 20);
    const lines = () =>
      Buffer.from(storage.records.get('journal/communications') ?? [])
        .toString()
        .split('\n').length - 1;
    for (const entry of numbered(60)) {
      await kept.add(entry);
      expect(kept.entries.length).toBeLessThanOrEqual(20);
      expect(lines()).toBeLessThanOrEqual(22);
    }
    const expected = numbered(60).slice(-20);
    expect(kept.entries).toEqual(expected);
    expect((await journal(storage, 20)).kept.entries).toEqual(expected);
  });

  test("a far end's endless detail is cut", async () => {
    const { kept } = await journal();
    await kept.add({ ...ENTRY, detail: 'x'.repeat(10_000) });
    expect(kept.entries[0]?.detail).toHaveLength(500);
  });

  test('cleared is empty, here and after a power cycle', async () => {
    const { kept, storage } = await journal();
    await kept.add(ENTRY);
    await kept.clear();
    expect((await journal(storage)).kept.entries).toEqual([]);
    expect(kept.json()).toBe('[\n\n]\n');
  });

  test("date and time are those of the machine's zone", () => {
    expect(journalTime(MADE.date, MADE.zoneOffsetMinutes)).toEqual({ date: '2006-01-31', time: '19:05:00' });
  });
});

describe('the printed reports', () => {
  const long: JournalEntry = {
    ...ENTRY,
    station: 'Second floor, copy room',
    address: `${'x'.repeat(60)}@b.example`,
    direction: 'RCV',
  };

  test('the journal has the columns and fits 80 characters', () => {
    const text = journalText([ENTRY, FAILED, long], MADE);
    const lines = text.split('\n');
    expect(lines[0]).toMatch(/^COMM\. JOURNAL +31-JAN-2006 {3}19:05$/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines[4]).toBe('001 OK  June <june@panasonic.com>           2  01:23 XMT  2006-01-31 18:59 007');
    expect(lines[5]).toMatch(/^002 923 June <a@b\.example> /);
    expect(lines[6]).toMatch(/^003 OK {2}Second floor, copy room .* RCV /);
    expect(text.replace(/\s/g, '')).toContain('x'.repeat(31));
  });

  test('an empty journal says so', () => {
    expect(journalText([], MADE)).toContain('NO COMMUNICATION\n');
  });

  test('the communication report explains a failure; what a far end sent cannot steer the printer', () => {
    const report = {
      mode: 'MEMORY XMT',
      fileNumber: 8,
      start: { date: new Date(Date.UTC(2006, 0, 31, 23, 58)), zoneOffsetMinutes: -300 },
      end: MADE,
      entries: [ENTRY, FAILED],
    };
    const text = communicationReportText(report);
    expect(text).toContain('MODE=MEMORY XMT   START=31-JAN 18:58   END=31-JAN 19:05   FILE NO.=008\n');
    expect(text).toContain('        The far end refused the mailbox for good (RCPT).\n');
    expect(text).toContain('        RCPT: 550 no\\x1b such user\n');
    expect(text).toContain('        Remedy: Check the part of the address before the @.\n');
    expect(text).not.toContain('\x1b');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
