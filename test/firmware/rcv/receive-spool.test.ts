import { expect, test } from 'vitest';
import { ImageMemory } from '../../../device-model/memory/image-memory.ts';
import { NonvolatileMemory } from '../../../device-model/memory/nonvolatile-memory.ts';
import { Random } from '../../../device-model/random.ts';
import { MemoryStorage } from '../../../device-model/storage/memory-storage.ts';
import { ReceiveSpool, type SpooledEnvelope } from '../../../firmware/rcv/receive-spool.ts';

const ENVELOPE: SpooledEnvelope = {
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
const spoolOf = (store: MemoryStorage) => new ReceiveSpool(new ImageMemory(1_000), store, new NonvolatileMemory(store));
const counted = async (store: MemoryStorage) =>
  (await spoolOf(store).load()).messages.map(({ envelope, pagesPrinted }) => [envelope.fileNumber, pagesPrinted]);

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

test.each(['message', 'envelope'] as const)(
  'one bit of the %s: both are set aside, the other message lives',
  async (part) => {
    const store = storage();
    const spool = spoolOf(store);
    await spool.put(ENVELOPE, MESSAGE);
    await spool.put({ ...ENVELOPE, fileNumber: 8 }, Uint8Array.from(MESSAGE));
    const octets = (await store.read(`rcv/007/${part}`)) ?? new Uint8Array();
    octets[octets.length >> 1] = (octets[octets.length >> 1] ?? 0) ^ 4;
    await store.replace(`rcv/007/${part}`, octets);
    const { messages, lost } = await spoolOf(store).load();
    expect(messages.map(({ envelope }) => envelope.fileNumber)).toEqual([8]);
    expect(lost).toMatchObject([{ fileNumber: 7, envelope: part === 'message' ? ENVELOPE : undefined }]);
    expect(lost[0]?.sentence).toMatch(new RegExp(`^The record rcv/007/${part} is damaged: `));
    const aside = part === 'message' ? ['rcv/007/message.1'] : ['rcv/007/envelope.1', 'rcv/007/message.1'];
    expect(await store.list('damaged')).toEqual(aside.map((name) => `damaged/${name}`));
    expect(await store.list('rcv')).toEqual(['rcv/008/envelope', 'rcv/008/message']);
  },
);

test('an envelope alone was never answered for; a message under another number and foreign records are set aside', async () => {
  const store = storage();
  await spoolOf(store).put(ENVELOPE, MESSAGE);
  const envelope = (await store.read('rcv/007/envelope')) ?? new Uint8Array();
  await store.replace('rcv/009/envelope', envelope);
  await store.replace('rcv/009/message', MESSAGE);
  await store.replace('rcv/010/envelope', envelope);
  await store.replace('rcv/readme.txt', Buffer.from('hello'));
  const { messages, lost } = await spoolOf(store).load();
  expect(messages.map((one) => one.envelope.fileNumber)).toEqual([7]);
  expect(lost.map(({ fileNumber }) => fileNumber)).toEqual([9]);
  expect(await store.list('damaged')).toEqual([
    'damaged/rcv/009/envelope.1',
    'damaged/rcv/009/message.1',
    'damaged/rcv/readme.txt.1',
  ]);
  expect(await store.list('rcv')).toEqual(['rcv/007/envelope', 'rcv/007/message']);
});
