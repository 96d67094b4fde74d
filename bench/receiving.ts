import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { RESOLUTIONS } from '../device-model/page/resolution.ts';
import { encodeMh } from '../firmware/coding/encode-mh.ts';
import { buildFaxMessage } from '../firmware/mail/fax-message.ts';
import { writeTiffFx } from '../firmware/tiff/write-tiff-fx.ts';
import { DrawingSheet } from '../rig/lab/drawing-sheet.ts';
import { drive, haveProgram, type Receiving, sink, stockServer, wholeMachine } from './receiving-peers.ts';
import { receivingServer } from './receiving-server.ts';
import { median } from './stopwatch.ts';

/**
 * Fax messages of 40 kB from Postfix's smtp-source, a new connection for each, to the final 250: our receiving side beside
 * the stock smtp-server and Postfix's smtp-sink, ways taking turns.
 */
const CONCURRENCIES = [1, 10, 50] as const;
const MESSAGE_OCTETS = 40_000;
const ROUNDS = 5;
const WARM_UPS = 2;
const MUST_AT_ONE = 30;
const AIM_AT_FIFTY = 0.5;
const SESSIONS = 60;
/** T.4: A4 at 98 lines an inch. */
const PAGE = { width: 1728, height: 1146 } as const;
const PEN = 4;
const LINE_PELS = 40;

/** Coded text, as much of it as makes the message 40 kB. */
async function message(): Promise<Buffer> {
  let nearest = Buffer.alloc(0);
  for (let lines = 1; lines * LINE_PELS < PAGE.height; lines += 1) {
    const sheet = new DrawingSheet(PAGE.width, PAGE.height);
    for (let line = 0; line < lines; line += 1) {
      sheet.text(
        60,
        8 + line * LINE_PELS,
        `LINE ${line} SPHINX OF BLACK QUARTZ, JUDGE MY VOW. 0123456789 AND SO ON`,
        PEN,
      );
    }
    const page = { strip: encodeMh(sheet.raster), ...PAGE, coding: 'MH', resolution: RESOLUTIONS['204x98'] } as const;
    const built = buildFaxMessage({
      from: 'pcc@ifax1.panasonic.example',
      to: ['june@ifax2.panasonic.example'],
      date: new Date(0),
      messageId: '<bench@ifax1.panasonic.example>',
      tiff: writeTiffFx([page, page, page]),
      mediaType: 'image/tiff',
    });
    nearest = await buffer(Readable.from(built, { objectMode: false }));
    if (nearest.length >= MESSAGE_OCTETS) break;
  }
  return nearest;
}

interface Way {
  readonly name: string;
  readonly peer: Receiving;
  readonly messages: (concurrency: number) => number;
}

const missing = ['smtp-source', 'smtp-sink'].filter((name) => !haveProgram(name));
if (missing.length > 0) {
  process.stdout.write(`receiving: left out, ${missing.join(' and ')} of the Debian package postfix are missing\n`);
  process.exit();
}
const folder = await mkdtemp(join(tmpdir(), 'dpsim-bench-'));
const file = join(folder, 'message.eml');
const octets = await message();
// smtp-source reads lines and ends each with CRLF itself.
await writeFile(file, octets.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
const ways: readonly Way[] = [
  { name: 'stock', peer: await stockServer(), messages: (concurrency) => 8 * concurrency },
  { name: 'sink', peer: await sink(), messages: (concurrency) => 200 + 8 * concurrency },
  { name: 'ours', peer: await receivingServer(SESSIONS), messages: (concurrency) => 200 + 8 * concurrency },
  { name: 'whole', peer: await wholeMachine(SESSIONS), messages: (concurrency) => 40 + 2 * concurrency },
];
process.stdout.write(
  [
    `Fax messages of ${octets.length} octets by smtp-source, a connection each; messages a second to the final 250,`,
    `median of ${ROUNDS} rounds after warm-up, ways taking turns. Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}`,
    `must: ${MUST_AT_ONE} x stock at 1; aim: ${AIM_AT_FIFTY} x smtp-sink at 50`,
    row('at a time', ['stock', 'smtp-sink', 'dpsim', '/ stock', '/ sink', 'printed *']),
    '',
  ].join('\n'),
);
for (const concurrency of CONCURRENCIES) {
  const rates = new Map(ways.map(({ name }): [string, number[]] => [name, []]));
  for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
    for (const { name, peer, messages } of ways) {
      const count = messages(concurrency);
      const ms = await drive(peer.port, concurrency, count, file);
      await peer.settled();
      if (round >= 0) rates.get(name)?.push((1_000 * count) / ms);
    }
  }
  const [stock = 0, theirs = 0, mine = 0, whole = 0] = ways.map(({ name }) => median(rates.get(name) ?? []));
  const cells = [
    stock.toFixed(1),
    theirs.toFixed(0),
    mine.toFixed(0),
    (mine / stock).toFixed(1),
    (mine / theirs).toFixed(2),
  ];
  process.stdout.write(`${row(String(concurrency), [...cells, whole.toFixed(0)])}\n`);
}
process.stdout.write('* whole machine: store in a folder, three pages of each message printed meanwhile; no target\n');
for (const { peer } of ways) await peer.close();
await rm(folder, { recursive: true, force: true });
process.exit();

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(10) + cells.map((cell) => cell.padStart(11)).join('');
}
