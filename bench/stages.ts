import { blankRaster } from '../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS, type ResolutionName } from '../device-model/page/resolution.ts';
import { OutputTray } from '../device-model/printer/output-tray.ts';
import { unpackBilevelTiff } from '../device-model/scanner/bilevel-tiff.ts';
import { binarize } from '../device-model/scanner/binarize.ts';
import { ORIGINAL_PELS_LIMIT, openOriginal } from '../device-model/scanner/original.ts';
import { placeOnGlass } from '../device-model/scanner/placement.ts';
import { baselineFormat } from '../firmware/capability/baseline.ts';
import { capabilityOf } from '../firmware/capability/capability-of.ts';
import { readConnegReply, writeConnegReply } from '../firmware/capability/conneg-reply.ts';
import { negotiate } from '../firmware/capability/negotiate.ts';
import { decodeMmr } from '../firmware/coding/decode-mmr.ts';
import { encodeMh } from '../firmware/coding/encode-mh.ts';
import { encodeMmr } from '../firmware/coding/encode-mmr.ts';
import { encodeJbig } from '../firmware/coding/jbig/encode-jbig.ts';
import { convertRaster } from '../firmware/imaging/convert-resolution.ts';
import { buildFaxMessage } from '../firmware/mail/fax-message.ts';
import { readFaxMessage } from '../firmware/mail/read-fax-message.ts';
import { WORKING_CODINGS } from '../firmware/models/advertised-capability.ts';
import { FAMILY_RECIPIENT } from '../firmware/models/family.ts';
import { readTiff } from '../firmware/tiff/read-tiff.ts';
import { writeTiffFx } from '../firmware/tiff/write-tiff-fx.ts';
import { pelsDigest } from '../firmware/xmt/pels-digest.ts';
import { smtpCall } from './smtp-call.ts';

/** A piece of the way of a page, repeatable. */
export interface Stage {
  readonly name: string;
  /** Whether it lies on the way of a page that both ends handle in JBIG; if not, on the way to a Profile S machine. */
  readonly always: boolean;
  readonly work: () => unknown;
}

export interface StagedPage {
  readonly stages: readonly Stage[];
  readonly codedOctets: { readonly MH: number; readonly MMR: number; readonly JBIG: number };
  readonly messageOctets: number;
}

/** The way of one A4 page through the machine's own functions, cut where one room hands over to the next. */
export async function stagesOf(png: Uint8Array, name: ResolutionName): Promise<StagedPage> {
  const resolution = RESOLUTIONS[name];
  const paper = 'A4';
  const form = { resolution, paper } as const;
  const original = await openOriginal('text.png', png);
  const placement = placeOnGlass(original.size, paper, resolution);
  const scan = () => binarize({ form: 'file', octets: original.octets }, placement, 3, ORIGINAL_PELS_LIMIT);
  const scanned = await scan();
  const raster = blankRaster(placement.rasterWidth, placement.rasterHeight);
  unpackBilevelTiff(scanned, raster);
  const { width, height } = raster;

  const capability = capabilityOf({
    resolutions: FAMILY_RECIPIENT.resolutions.value.map((one) => RESOLUTIONS[one]),
    papers: FAMILY_RECIPIENT.papers.value,
    codings: WORKING_CODINGS,
  });
  const reply = writeConnegReply(capability, 'manual', 'june@ifax2.panasonic.example');
  const agree = () => {
    const answer = readConnegReply(reply, 'tolerant');
    return answer.kind === 'capability'
      ? negotiate({ page: form, ours: WORKING_CODINGS, theirs: answer.filter, repairs: answer.repairs })
      : undefined;
  };
  const agreed = agree();
  if (agreed?.ok !== true || agreed.format.coding !== 'JBIG' || agreed.format.resolution.name !== name) {
    throw new Error(`the bench expected JBIG at ${name}, got ${JSON.stringify(agreed)}`);
  }

  const mmr = encodeMmr(raster);
  const decode = () => decodeMmr(mmr, { width, height, maxRows: height, damage: 'strict' });
  const baseline = baselineFormat(form);
  const reduced = convertRaster(raster, form, baseline);
  const mh = encodeMh(reduced);
  const jbig = encodeJbig(raster);
  const write = () => writeTiffFx([{ strip: jbig, width, height, coding: 'JBIG', resolution }]);
  const tiff = write();
  const build = () => messageChunks(tiff);
  const chunks = await build();
  const message = Buffer.concat(chunks);
  const call = smtpCall();
  const readPage = () => {
    const reading = readTiff(tiff);
    const page = reading.ok ? reading.pages[0] : undefined;
    if (page === undefined) throw new Error('the bench cannot read its own TIFF');
    return page;
  };
  const received = readPage();
  const tray = new OutputTray();
  const print = () => {
    tray.add({ raster, ...form, label: 'bench' }, 0);
    tray.empty();
  };

  const on = (stage: string, work: () => unknown): Stage => ({ name: stage, always: true, work });
  const off = (stage: string, work: () => unknown): Stage => ({ name: stage, always: false, work });
  return {
    codedOctets: { MH: mh.length, MMR: mmr.length, JBIG: jbig.length },
    messageOctets: message.length,
    stages: [
      on('scan: decode, scale, threshold (sharp)', scan),
      on('scan: unpack to rows', () => unpackBilevelTiff(scanned, raster)),
      on('MMR into the scan buffer', () => encodeMmr(raster)),
      on('read CONNEG reply, negotiate', agree),
      on('decode from the scan buffer', decode),
      on('digest of pels for the log', () => pelsDigest(raster)),
      on('code JBIG', () => encodeJbig(raster)),
      off('convert to Profile S raster', () => convertRaster(raster, form, baseline)),
      off('code MH', () => encodeMh(reduced)),
      on('write TIFF', write),
      on('build MIME', build),
      on('SMTP session over the virtual LAN', () => call(chunks)),
      on('receive: parse MIME', () => readFaxMessage(message)),
      on('receive: read TIFF', readPage),
      on('receive: decode JBIG', () => received.decode('conceal')),
      on('print: deflate into the tray', print),
    ],
  };
}

async function messageChunks(tiff: Uint8Array): Promise<readonly Uint8Array[]> {
  const message = buildFaxMessage({
    from: 'pcc@ifax1.panasonic.example',
    to: ['june@ifax2.panasonic.example'],
    date: new Date(Date.UTC(2006, 0, 16, 9)),
    messageId: '<bench.1@ifax1.panasonic.example>',
    tiff,
    pageCount: 1,
    mediaType: 'image/tiff',
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return chunks;
}
