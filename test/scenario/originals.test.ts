import sharp from 'sharp';
import { afterEach, describe, expect, test } from 'vitest';
import { rastersEqual } from '../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { encodeMmr } from '../../firmware/coding/encode-mmr.ts';
import { writeTiffFx } from '../../firmware/tiff/write-tiff-fx.ts';
import type { OriginalFile } from '../../rig/machine.ts';
import { textLike } from '../firmware/coding/sample-pages.ts';
import { A4_POINTS, plainPdf } from '../rig/paper/plain-pdf.ts';
import { takingAll } from '../support/far-end-script.ts';
import { Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

const fax = textLike(1728, 1146);
const pdf = (pages: number): OriginalFile => ({
  label: 'letter.pdf',
  octets: plainPdf(Array.from({ length: pages }, (_, i) => ({ ...A4_POINTS, draw: `100 100 ${i + 50} 300 re f` }))),
});

async function mixed(): Promise<readonly OriginalFile[]> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm"><text x="99" y="99" font-size="50">SVG</text></svg>`;
  const coded = {
    strip: encodeMmr(fax),
    width: 1728,
    height: 1146,
    coding: 'MMR',
    resolution: RESOLUTIONS['204x98'],
  } as const;
  const photo = sharp({ create: { width: 300, height: 200, channels: 3, background: '#808080' } });
  return [
    pdf(2),
    { label: 'drawing.svg', octets: Buffer.from(svg) },
    { label: 'fax.tif', octets: writeTiffFx([coded, coded]) },
    { label: 'photo.webp', octets: await photo.webp().toBuffer() },
  ];
}

/** Share of black pels on the sheet printed last. */
function blackShare(): number {
  const raster = story.recipient.printed.at(-1)?.raster;
  if (raster === undefined) throw new Error('nothing was printed');
  const black = raster.octets.reduce((sum, octet) => sum + octet.toString(2).replaceAll('0', '').length, 0);
  return black / (raster.width * raster.height);
}

describe('originals of several kinds in one transmission', () => {
  async function sendMixed(): Promise<string> {
    // Without the header line, so that a fax page can be told by its pels.
    story = await Story.begin({ settings: { resolution: '204x98', headerLine: 'Off' } });
    await story.sender.load(...(await mixed()));
    await story.sender.press('0', '0', '1', 'START');
    expect(await story.journaled(1)).toMatchObject({ result: 'OK', pages: 6 });
    await story.journaled(1, story.recipient);
    return story.rig.log.hash();
  }

  test('arrive as pages in the order they lay in the feeder', async () => {
    await sendMixed();
    expect(story.events('ifax1', 'page.scanned').map(({ data }) => data['label'])).toEqual([
      'letter.pdf (page 1)',
      'letter.pdf (page 2)',
      'drawing.svg',
      'fax.tif (page 1)',
      'fax.tif (page 2)',
      'photo.webp',
    ]);
    const printed = story.recipient.printed.map(({ raster }) => raster);
    expect(printed.map((raster) => rastersEqual(raster, fax))).toEqual([false, false, false, true, true, false]);
  });

  test('give the same event log every time', async () => {
    const first = await sendMixed();
    story.close();
    expect(await sendMixed()).toBe(first);
  });
});

describe('fax parameter 912, Original Type', () => {
  const grey = async (): Promise<OriginalFile> => {
    const octets = await sharp({ create: { width: 1000, height: 1414, channels: 3, background: '#606060' } })
      .png()
      .toBuffer();
    return { label: 'grey.png', octets };
  };
  /** A4 lies on a scan line that is a little wider. */
  const sheet = 210 / ((1728 / 204) * 25.4);

  test.each([
    ['Text', 1],
    ['Photo', 1 - 0x60 / 255],
    ['Text/Photo', 1 - 0x60 / 255],
  ] as const)('%s prints an even grey with a share of black', async (type, black) => {
    story = await Story.begin({ settings: { originalType: type } });
    await story.sender.load(await grey());
    await story.sender.press('0', '0', '1', 'START');
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
    await story.journaled(1, story.recipient);
    // Beside a white margin the edge of the sheet counts as print in Text/Photo: two blocks of 8 pels at most.
    expect(Math.abs(blackShare() - black * sheet)).toBeLessThan(type === 'Text/Photo' ? 0.02 : 0.005);
  });

  test('takes its three choices only', async () => {
    story = await Story.begin();
    await expect(story.sender.set('originalType', 'Drawing')).rejects.toThrow('expected Text, Text/Photo, Photo');
  });
});

describe('what cannot be loaded leaves the feeder as it was', () => {
  test('a file among good ones, and more pages than the feeder takes', async () => {
    story = await Story.begin({ recipient: 'absent' });
    story.farEnd(takingAll());
    const cut = { label: 'cut.pdf', octets: pdf(1).octets.subarray(0, 100) };
    await expect(story.sender.load(pdf(1), cut)).rejects.toThrow('cut.pdf: the PDF is damaged or cut short');
    const capacity = story.sender.board.feeder.capacitySheets;
    await expect(story.sender.load(pdf(capacity + 1))).rejects.toThrow(
      `The document feeder has room for ${capacity} of its ${capacity} sheets, not for ${capacity + 1}.`,
    );
    expect(story.sender.board.feeder.sheetsWaiting).toBe(0);
    await story.sender.load(pdf(capacity));
    expect(story.sender.board.feeder.sheetsWaiting).toBe(capacity);
  });
});
