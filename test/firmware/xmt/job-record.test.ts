import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NonvolatileMemory } from '../../../device-model/memory/nonvolatile-memory.ts';
import type { PaperSize } from '../../../device-model/page/paper-size.ts';
import {
  everyDestinationDelivered,
  JOB_RECORD_FORMAT,
  type JobRecord,
  jobRecordName,
  newJobRecord,
} from '../../../firmware/xmt/job-record.ts';
import {
  attemptFailed,
  attemptStarted,
  cancelled,
  delivered,
  formatChosen,
  pageStored,
  powerRestored,
  resendRequested,
  scanEnded,
} from '../../../firmware/xmt/job-transitions.ts';
import { PlainStorage } from '../../support/plain-storage.ts';

const NEW = newJobRecord({
  fileNumber: 7,
  createdAt: new Date(Date.UTC(2006, 0, 31, 12)),
  resolution: '200x200',
  destinations: [
    { forwardPath: 'june@panasonic.com', station: '002', messageId: '<1@a.example>' },
    { forwardPath: 'fax@[10.20.30.5]', messageId: '<2@a.example>' },
  ],
});
const sheet = (paper: PaperSize) => ({ paper, checksum: '0badcafe' });
const STORED = scanEnded(pageStored(pageStored(NEW, sheet('A4')), sheet('B4')));
const RETRY_AT = new Date(Date.UTC(2006, 0, 31, 12, 3));

async function readBack(job: JobRecord): Promise<unknown> {
  const storage = new PlainStorage();
  await new NonvolatileMemory(storage).save(jobRecordName(job.fileNumber), JOB_RECORD_FORMAT, job);
  return new NonvolatileMemory(storage).load('jobs/007', JOB_RECORD_FORMAT);
}

describe('the way of a job', () => {
  test('pages, an attempt, redial, delivery', () => {
    expect(STORED).toMatchObject({ state: 'stored', pages: 2, papers: ['A4', 'B4'] });
    const failed = attemptFailed(attemptStarted(STORED, 0), 0, { infoCode: '715', retryAt: RETRY_AT });
    expect(failed.destinations[0]).toEqual({
      forwardPath: 'june@panasonic.com',
      station: '002',
      messageId: '<1@a.example>',
      state: 'waiting',
      attempts: 1,
      infoCode: '715',
      nextAttemptAt: '2006-01-31T12:03:00.000Z',
    });
    const format = { fileStructure: 'TIFF-minimal', coding: 'MMR', resolution: '200x200', paper: 'A4' } as const;
    const done = delivered(formatChosen(attemptStarted(failed, 0), 0, format), 0);
    expect(done.destinations[0]).toEqual({
      forwardPath: 'june@panasonic.com',
      station: '002',
      messageId: '<1@a.example>',
      state: 'delivered',
      attempts: 2,
      transferFormat: format,
    });
    expect(done.state).toBe('stored');
    expect(everyDestinationDelivered(done)).toBe(false);
    const all = delivered(attemptStarted(done, 1), 1);
    expect(all.state).toBe('finished');
    expect(everyDestinationDelivered(all)).toBe(true);
  });

  test('without another attempt the destination is incomplete; resending keeps the Message-Id', () => {
    const failed = attemptFailed(attemptStarted(STORED, 0), 0, { infoCode: '923' });
    expect(failed.destinations[0]).toMatchObject({ state: 'incomplete', infoCode: '923', messageId: '<1@a.example>' });
    const again = resendRequested(failed, 0);
    expect(again.destinations[0]).toMatchObject({ state: 'waiting', attempts: 0, messageId: '<1@a.example>' });
  });

  test('cancelling ends what has not ended, and leaves what has', () => {
    const one = delivered(attemptStarted(STORED, 0), 0);
    const both = cancelled(cancelled(one, 0), 1);
    expect(both.destinations.map((destination) => destination.state)).toEqual(['delivered', 'cancelled']);
    expect(both.destinations[1]?.infoCode).toBe('910');
    expect(both.state).toBe('finished');
  });

  test('after a power cut an attempt under way waits again, with the same Message-Id and its attempt counted', () => {
    const cut = powerRestored(attemptStarted(STORED, 1));
    expect(cut.destinations[1]).toEqual({ ...STORED.destinations[1], state: 'waiting', attempts: 1, infoCode: '638' });
    expect(cut.destinations[0]).toEqual(STORED.destinations[0]);
  });

  test.each<[string, () => JobRecord, string]>([
    [
      'a delivered destination again',
      () => attemptStarted(delivered(attemptStarted(STORED, 0), 0), 0),
      'is delivered, not waiting',
    ],
    ['an attempt twice at once', () => attemptStarted(attemptStarted(STORED, 0), 0), 'is transmitting, not waiting'],
    ['a delivery without attempt', () => delivered(STORED, 0), 'destination 0 of file 007 is waiting'],
    ['a destination that is not there', () => attemptStarted(STORED, 2), 'file 007 has no destination 2'],
    ['a page after the last', () => pageStored(STORED, sheet('A4')), 'is stored and takes no more pages'],
    ['no pages at all', () => scanEnded(NEW), 'with 0 pages and cannot be stored'],
    [
      'no destinations',
      () => newJobRecord({ fileNumber: 1, createdAt: RETRY_AT, resolution: '200x200', destinations: [] }),
      '1 to 200',
    ],
    [
      'file number 1000',
      () => newJobRecord({ fileNumber: 1000, createdAt: RETRY_AT, resolution: '200x200', destinations: [] }),
      '1 to 999',
    ],
  ])('refuses %s', (_, step, sentence) => {
    expect(step).toThrow(sentence);
  });
});

describe('reading back', () => {
  test('any way of steps comes back as it was', async () => {
    const steps = fc.constantFrom<(job: JobRecord, index: number) => JobRecord>(
      attemptStarted,
      delivered,
      cancelled,
      resendRequested,
      (job, index) => attemptFailed(job, index, { infoCode: '717', retryAt: RETRY_AT }),
      (job, index) => attemptFailed(job, index, { infoCode: '717' }),
      powerRestored,
      (job) => pageStored(job, sheet('letter')),
      scanEnded,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(steps, fc.nat(1)), { maxLength: 12 }), async (way) => {
        let job = NEW;
        for (const [step, index] of way) {
          try {
            job = step(job, index);
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
          }
        }
        expect(await readBack(job)).toEqual({ kind: 'value', value: job });
        const ids = job.destinations.map((destination) => destination.messageId);
        expect(ids).toEqual(['<1@a.example>', '<2@a.example>']);
      }),
      { numRuns: 150 },
    );
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['another version', { version: 3 }, 'version'],
    ['an unknown resolution', { resolution: '300x300' }, 'unknown resolution'],
    ['pages without paper', { pages: 3 }, 'papers and pages disagree'],
    ['pages without checksums', { checksums: [] }, 'checksums and pages disagree'],
    ['a finished job that waits', { state: 'finished' }, 'state and destinations disagree'],
    ['a field of nobody', { colour: 'red' }, 'colour'],
    ['no destinations', { destinations: [] }, 'destinations'],
  ])('refuses %s', (_, wrong, sentence) => {
    const checked = JOB_RECORD_FORMAT.check({ ...STORED, ...wrong }, 2);
    expect(checked.ok ? '' : checked.sentence).toContain(sentence);
  });

  test('a record of version 1 told no checksums of its pages', async () => {
    const { checksums: _none, ...older } = STORED;
    const first = { version: 1, check: (value: unknown) => ({ ok: true as const, value }) };
    const storage = new PlainStorage();
    await new NonvolatileMemory(storage).save('jobs/007', first, { ...older, version: 1 });
    const loaded = await new NonvolatileMemory(storage).load('jobs/007', JOB_RECORD_FORMAT);
    expect(loaded).toEqual({ kind: 'value', value: { ...STORED, checksums: ['', ''] } });
  });

  test('no value whatever makes the check throw', () => {
    fc.assert(fc.property(fc.anything(), (value) => !JOB_RECORD_FORMAT.check(value, 1).ok));
  });
});
