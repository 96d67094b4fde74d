import { WallClock } from '../device-model/clock/wall-clock.ts';
import { ImageMemory } from '../device-model/memory/image-memory.ts';
import { NonvolatileMemory } from '../device-model/memory/nonvolatile-memory.ts';
import { HostNetwork } from '../device-model/network/host-network.ts';
import { Random } from '../device-model/random.ts';
import { MemoryStorage } from '../device-model/storage/memory-storage.ts';
import { Conditions } from '../firmware/conditions/conditions.ts';
import { Journal } from '../firmware/journal/journal.ts';
import { MessageAcceptance } from '../firmware/rcv/message-acceptance.ts';
import { MessageRoom } from '../firmware/rcv/message-room.ts';
import { ReceiveSpool } from '../firmware/rcv/receive-spool.ts';
import { ReceivedMessages } from '../firmware/rcv/received-messages.ts';
import { AddressBook } from '../firmware/settings/address-book.ts';
import { Settings } from '../firmware/settings/settings.ts';
import { FaxSmtpServer } from '../firmware/smtp/server/fax-smtp-server.ts';
import { FileNumbers } from '../firmware/xmt/file-numbers.ts';
import type { Receiving } from './receiving-peers.ts';

const LOOPBACK = '127.0.0.1';
const SILENT = { write: () => undefined };

/**
 * Our receiving side to the final 250: SMTP server, reading of message and TIFF, durable in a store in memory. The message
 * is let go where it would be printed.
 */
export async function receivingServer(sessions: number): Promise<Receiving> {
  const clock = new WallClock();
  const random = new Random('bench');
  const network = new HostNetwork({ clock });
  network.configure({ address: LOOPBACK, mask: '255.0.0.0' });
  const storage = new MemoryStorage(random.fork('storage'));
  const memory = new NonvolatileMemory(storage);
  const imageMemory = new ImageMemory(64 * 1_048_576);
  const fileNumbers = new FileNumbers();
  const spool = new ReceiveSpool(imageMemory, storage, memory);
  const settings = new Settings(memory, SILENT);
  // One message comes many times.
  await settings.set('duplicateCheck', 'Off');
  const conditions = new Conditions(SILENT);
  const acceptance = new MessageAcceptance({
    clock,
    trace: SILENT,
    imageMemory,
    settings,
    addressBook: new AddressBook(memory, SILENT),
    journal: new Journal(memory, SILENT),
    conditions,
    fileNumbers,
    spool,
    room: new MessageRoom(imageMemory, conditions),
    received: new ReceivedMessages(memory, SILENT),
    onAccepted: ({ fileNumber }) => {
      void spool.remove(fileNumber).then(() => fileNumbers.free(fileNumber));
    },
  });
  const server = new FaxSmtpServer({
    clock,
    random,
    hostName: 'ifax2.panasonic.example',
    limits: { sessions, sessionsPerPeer: sessions },
    hooks: {
      knowsMailbox: () => 'known',
      capabilityLines: () => ['(&(color=Binary)(image-coding=[MH,MR,MMR]))'],
      refusesSize: (octets, envelope) => acceptance.refusesSize(octets, envelope, 0),
      onMessage: (envelope, message) => acceptance.decide(envelope, message, 0),
    },
  });
  const listener = network.listen(0, (connection) => {
    connection.on('error', () => undefined);
    server.accept(connection);
  });
  await listener.bound;
  return {
    port: listener.port,
    settled: () => Promise.resolve(),
    close: () => {
      listener.close();
      clock.close();
      return Promise.resolve();
    },
  };
}
