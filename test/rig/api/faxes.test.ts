import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Random } from '../../../device-model/random.ts';
import { FolderStorage } from '../../../device-model/storage/folder-storage.ts';
import { MemoryStorage } from '../../../device-model/storage/memory-storage.ts';
import { EventLog } from '../../../device-model/trace/event-log.ts';
import type { ArchivedReception } from '../../../firmware/rcv/archive.ts';
import { readTiff } from '../../../firmware/tiff/read-tiff.ts';
import type { FaxRecord, PrintedSheet, ReceivedFax, SentFax } from '../../../rig/api/contract.ts';
import { RECEIVED_LIMITS, ReceivedFaxes } from '../../../rig/api/received-faxes.ts';
import { openPdf } from '../../../rig/paper/open-pdf.ts';
import { ApiCaller } from '../../support/api-caller.ts';

let caller: ApiCaller;
afterEach(() => caller.close());

const IFAX2 = '/api/rig/machines/ifax2';

async function received(sheets = 2): Promise<ReceivedFax> {
  await caller.send001(sheets);
  await caller.json('POST', `${IFAX2}/wait`, { for: { fact: 'fax' } });
  const { faxes } = await caller.json<{ faxes: ReceivedFax[] }>('GET', `${IFAX2}/faxes`);
  const [fax] = faxes;
  if (fax === undefined) throw new Error('nothing was received');
  return fax;
}

async function octets(path: string, media: string): Promise<Uint8Array> {
  const answer = await caller.fetch(path);
  expect([answer.status, answer.headers.get('Content-Type')], path).toEqual([200, media]);
  return new Uint8Array(await answer.arrayBuffer());
}

const pngSize = (png: Uint8Array): readonly number[] => {
  const view = new DataView(png.buffer, png.byteOffset);
  expect(Buffer.from(png.subarray(0, 8)).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  return [view.getUint32(16), view.getUint32(20)];
};

describe('a received fax', () => {
  test('as message, TIFF, PDF, pictures and record', async () => {
    caller = await ApiCaller.begin();
    const fax = await received();
    expect(fax).toMatchObject({ machine: 'ifax2', fileNumber: 1, pages: 2, result: 'OK', subject: expect.any(String) });
    const message = await octets(`${IFAX2}/faxes/${fax.id}/message.eml`, 'message/rfc822');
    expect(message.length).toBe(fax.octets);
    expect(Buffer.from(message).toString('latin1')).toContain(`Message-ID: ${fax.messageId}`.replace('ID', 'Id'));
    const tiff = readTiff(await octets(`${IFAX2}/faxes/${fax.id}/fax.tif`, 'image/tiff'));
    expect(tiff).toMatchObject({ ok: true, pages: { length: 2 } });
    const pdf = await openPdf(
      'fax.pdf',
      await octets(`${IFAX2}/faxes/${fax.id}/fax.pdf`, 'application/pdf'),
      undefined,
    );
    expect(pdf).toHaveLength(2);
    const [page] = tiff.ok ? tiff.pages : [];
    const png = await octets(`${IFAX2}/faxes/${fax.id}/pages/2.png`, 'image/png');
    // True proportions: the axis of lower resolution is stretched.
    const dpi = Math.max(page?.xDpi ?? 0, page?.yDpi ?? 0);
    expect(pngSize(png)).toEqual([
      Math.round(((page?.width ?? 0) * dpi) / (page?.xDpi ?? 1)),
      Math.round(((page?.height ?? 0) * dpi) / (page?.yDpi ?? 1)),
    ]);
    const record = await caller.json<FaxRecord>('GET', `${IFAX2}/faxes/${fax.id}`);
    expect(record).toMatchObject({ ...fax, tiffs: 1, remoteAddress: '192.168.10.21', journal: { direction: 'RCV' } });
    expect(record.dialogue[0]).toMatch(/^S: 220 /);
    expect(record.dialogue.some((line) => line.startsWith('C: RCPT TO:<june@ifax2.panasonic.example>'))).toBe(true);
  });

  test('is deleted, and what the machine itself has stays', async () => {
    caller = await ApiCaller.begin();
    const fax = await received(1);
    await caller.json('DELETE', `${IFAX2}/faxes/${fax.id}`);
    expect(await caller.json('GET', `${IFAX2}/faxes`)).toEqual({ faxes: [] });
    for (const path of ['', '/message.eml', '/fax.tif', '/fax.pdf', '/pages/1.png']) {
      expect(await caller.problem('GET', `${IFAX2}/faxes/${fax.id}${path}`)).toMatchObject({ status: 404 });
    }
    expect(caller.api.rig.machine('ifax2').printed).toHaveLength(1);
    expect(caller.api.rig.machine('ifax2').journal).toHaveLength(1);
  });

  test('what is not there is said in one sentence', async () => {
    caller = await ApiCaller.begin();
    const fax = await received(1);
    expect(await caller.problem('GET', `${IFAX2}/faxes/${fax.id}/pages/2.png`)).toMatchObject({ status: 404 });
    expect(await caller.problem('GET', `${IFAX2}/faxes/${fax.id}/fax.tif?part=2`)).toMatchObject({ status: 404 });
    expect(await caller.problem('GET', `/api/rig/machines/ifax1/faxes/${fax.id}`)).toMatchObject({ status: 404 });
    expect(await caller.problem('GET', `${IFAX2}/faxes/${fax.id}/pages/x.png`)).toMatchObject({ status: 400 });
  });

  test('that cannot be printed stays with the machine as well, which says so', async () => {
    const lab = (await import('../../../rig/lab/two-machines.ts')).twoMachines();
    const machines = lab.machines.map((one) =>
      one.name === 'ifax2' ? { ...one, settings: { ...one.settings, unprintableMessage: 'Keep' } } : one,
    );
    caller = await ApiCaller.begin({ lab: { ...lab, machines } });
    // Without toner or jam: the output tray of the recipient is full.
    caller.api.rig.machine('ifax2').board.tray.add = () => undefined;
    await caller.send001();
    await caller.json('POST', `${IFAX2}/wait`, { for: { fact: 'fax' } });
    const { faxes } = await caller.json<{ faxes: ReceivedFax[] }>('GET', `${IFAX2}/faxes`);
    expect(faxes).toMatchObject([{ pages: 1, result: expect.stringMatching(/^\d{3}$/) }]);
    expect(await caller.json('GET', `${IFAX2}/files`)).toMatchObject({ files: [{ direction: 'RCV', state: 'kept' }] });
  });
});

describe('files out', () => {
  test('printed sheets as pictures and as one document', async () => {
    caller = await ApiCaller.begin();
    await received(2);
    const { sheets } = await caller.json<{ sheets: PrintedSheet[] }>('GET', `${IFAX2}/tray`);
    expect(sheets.map(({ number, label }) => [number, label])).toEqual([
      [1, 'file 001 page 1'],
      [2, 'file 001 page 2'],
    ]);
    pngSize(await octets(`${IFAX2}/tray/2.png`, 'image/png'));
    expect(await openPdf('tray.pdf', await octets(`${IFAX2}/tray.pdf`, 'application/pdf'), undefined)).toHaveLength(2);
    expect(await caller.problem('GET', `${IFAX2}/tray/3.png`)).toMatchObject({ status: 404 });
    expect(await caller.problem('GET', '/api/rig/machines/ifax1/tray.pdf')).toMatchObject({ status: 404 });
  });

  test('messages as they were sent: the octets that the other machine received', async () => {
    caller = await ApiCaller.begin();
    const fax = await received(1);
    const { sent } = await caller.json<{ sent: SentFax[] }>('GET', '/api/rig/machines/ifax1/sent');
    expect(sent).toMatchObject([{ messageId: fax.messageId, to: ['june@ifax2.panasonic.example'], pages: 1 }]);
    const path = `/api/rig/machines/ifax1/sent/${sent[0]?.id}`;
    const out = await octets(`${path}/message.eml`, 'message/rfc822');
    const inn = await octets(`${IFAX2}/faxes/${fax.id}/message.eml`, 'message/rfc822');
    expect(Buffer.compare(out, inn)).toBe(0);
    const outPage = await octets(`${path}/pages/1.png`, 'image/png');
    const inPage = await octets(`${IFAX2}/faxes/${fax.id}/pages/1.png`, 'image/png');
    expect(Buffer.compare(outPage, inPage)).toBe(0);
    expect(await caller.problem('GET', `${IFAX2}/sent/${sent[0]?.id}/message.eml`)).toMatchObject({ status: 404 });
  });
});

describe('the store of received faxes', () => {
  test('outlives the process in a folder, and a damaged record costs itself only', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dpsim-faxes-'));
    try {
      const first = await FolderStorage.open(folder);
      caller = await ApiCaller.begin({ faxes: first });
      await received(1);
      await caller.send001();
      await caller.json('POST', `${IFAX2}/wait`, { for: { fact: 'journal', fileNumber: 2 } });
      await caller.json('POST', '/api/rig/time/advance', { ms: 10_000 });
      caller.close();
      await first.replace('faxes/000001/record', new TextEncoder().encode('{"id":'));
      await first.close();
      const second = await FolderStorage.open(folder);
      caller = await ApiCaller.begin({ faxes: second });
      const { faxes } = await caller.json<{ faxes: ReceivedFax[] }>('GET', `${IFAX2}/faxes`);
      expect(faxes.map(({ id }) => id)).toEqual(['000002']);
      await octets(`${IFAX2}/faxes/000002/message.eml`, 'message/rfc822');
      // Numbers go on, and a fax of an earlier run was complete before this one began.
      expect((await received(1)).id).toBe('000002');
      await second.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('keeps so many and lets the oldest go', async () => {
    caller = await ApiCaller.begin({ dark: true });
    const log = new EventLog(() => 0);
    const storage = new MemoryStorage(new Random('many'));
    const faxes = await ReceivedFaxes.open(storage, () => log);
    const message = new TextEncoder().encode('Subject: a\r\n\r\nb\r\n');
    const envelope: ArchivedReception['envelope'] = {
      fileNumber: 1,
      reversePath: 'a@b.example',
      forwardPaths: ['c@d.example'],
      remoteAddress: '192.0.2.1',
      clientName: 'b.example',
      receivedAt: '2006-01-16T09:00:00.000Z',
      durationMs: 1,
      kept: false,
    };
    const entry = {
      date: '2006-01-16',
      time: '09:00:00',
      direction: 'RCV',
      fileNumber: 1,
      address: 'a@b.example',
      pages: 0,
      durationMs: 1,
      result: 'OK',
    } as const;
    for (let count = 0; count < RECEIVED_LIMITS.faxes + 3; count += 1) {
      await faxes.keep('ifax2', { envelope, entry, message });
    }
    const kept = faxes.of('ifax2');
    expect(kept).toHaveLength(RECEIVED_LIMITS.faxes);
    expect(kept[0]?.id).toBe('000004');
    expect(await storage.list('faxes/000001')).toEqual([]);
  });
});
