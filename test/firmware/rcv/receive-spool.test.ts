import { expect, test } from 'vitest';
import { ImageMemory } from '../../../device-model/memory/image-memory.ts';
import { Random } from '../../../device-model/random.ts';
import { MemoryStorage } from '../../../device-model/storage/memory-storage.ts';
import { ReceiveSpool, type SpooledEnvelope } from '../../../firmware/rcv/receive-spool.ts';

const ENVELOPE: SpooledEnvelope = {
  version: 1,
  fileNumber: 7,
  reversePath: 'eve@mail.example',
  forwardPaths: ['june@ifax2.panasonic.example'],
  remoteAddress: '10.20.30.7',
  clientName: 'mail.example',
  receivedAt: '2004-03-01T09:00:00.000Z',
  durationMs: 1_000,
  kept: false,
};
const MESSAGE = new Uint8Array(100).fill(65);

const storage = () => new MemoryStorage(new Random('spool'));
const spoolOf = (store: MemoryStorage) => new ReceiveSpool(new ImageMemory(1_000), store);
const counted = async (store: MemoryStorage) =>
  (await spoolOf(store).load()).map(({ envelope, pagesPrinted }) => [envelope.fileNumber, pagesPrinted]);

test('the sheets in the tray are known to who loads the spool anew', async () => {
  const store = storage();
  const spool = spoolOf(store);
  await spool.put(ENVELOPE, MESSAGE);
  expect(await counted(store)).toEqual([[7, 0]]);
  await spool.notePrinted(ENVELOPE, 1);
  await spool.notePrinted(ENVELOPE, 2);
  expect(await counted(store)).toEqual([[7, 2]]);
  expect(await spool.spooled(7)).toMatchObject({ pagesPrinted: 2 });
  await spool.remove(7);
  expect(await store.list('rcv')).toEqual([]);
});

test('what was counted of an older message of this number is not taken for the new one', async () => {
  const store = storage();
  const spool = spoolOf(store);
  await spool.put(ENVELOPE, MESSAGE);
  await spool.notePrinted(ENVELOPE, 2);
  await store.remove('rcv/007/message');
  await store.remove('rcv/007/envelope');
  await spool.put({ ...ENVELOPE, receivedAt: '2004-03-01T09:05:00.000Z' }, MESSAGE);
  expect(await counted(store)).toEqual([[7, 0]]);
});

test('a damaged count is none: the message is printed whole', async () => {
  const store = storage();
  const spool = spoolOf(store);
  await spool.put(ENVELOPE, MESSAGE);
  for (const text of ['', '{', '{"version":1,"receivedAt":"2004-03-01T09:00:00.000Z","pagesPrinted":-1}']) {
    await store.replace('rcv/007/printed', Buffer.from(text));
    expect(await counted(store)).toEqual([[7, 0]]);
  }
});
