import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type BilevelRaster, pelAt } from '../../../device-model/page/bilevel-raster.ts';
import { PAPER_SIZES, type PaperSize } from '../../../device-model/page/paper-size.ts';
import { RESOLUTION_NAMES, RESOLUTIONS } from '../../../device-model/page/resolution.ts';
import { pelsPerRow, rowsPerPage } from '../../../device-model/page/width-table.ts';
import { type ScanDensity, WHITE_FROM_GREY } from '../../../device-model/scanner/binarize.ts';
import { DocumentFeeder } from '../../../device-model/scanner/document-feeder.ts';
import { type Original, openOriginal } from '../../../device-model/scanner/original.ts';
import { OriginalError } from '../../../device-model/scanner/original-error.ts';
import { Platen } from '../../../device-model/scanner/platen.ts';
import { ScanEngine, type ScannedPage, type ScanRequest } from '../../../device-model/scanner/scan-engine.ts';
import { HandClock, TraceNotes } from './hand-clock.ts';
import { drawn, greyRamp } from './pictures.ts';

const MS_PER_ROW = { '200x100': 2, '200x200': 1, '204x98': 2, '204x196': 1, '204x391': 1, '400x400': 0.5 };

function machine(papers: readonly PaperSize[] = PAPER_SIZES) {
  const clock = new HandClock();
  const trace = new TraceNotes();
  const feeder = new DocumentFeeder({ profile: { capacitySheets: 50, mixedSizes: true } });
  const engine = new ScanEngine({ clock, feeder, trace, profile: { paperSizes: papers, scanMsPerRow: MS_PER_ROW } });
  return { clock, trace, feeder, engine };
}

async function scan(
  original: Original,
  request: Partial<ScanRequest> & Pick<ScanRequest, 'resolution'>,
): Promise<ScannedPage> {
  const { clock, feeder, engine } = machine();
  feeder.load([original]);
  const scanning = engine.scanNext({ density: 3, ...request });
  await clock.runAll();
  const page = await scanning;
  if (page === undefined) throw new Error('the feeder was empty');
  return page;
}

/** Extent of the black pels. */
function blackBox(raster: BilevelRaster) {
  let [left, right, top, bottom] = [raster.width, -1, raster.height, -1];
  for (let y = 0; y < raster.height; y += 1) {
    const row = raster.octets.subarray(y * raster.rowOctets, (y + 1) * raster.rowOctets);
    const first = row.findIndex((octet) => octet !== 0);
    if (first < 0) continue;
    const last = row.findLastIndex((octet) => octet !== 0);
    top = Math.min(top, y);
    bottom = y;
    left = Math.min(left, first * 8 + Math.clz32(row[first] ?? 0) - 24);
    right = Math.max(right, last * 8 + 7 - (31 - Math.clz32((row[last] ?? 0) & -(row[last] ?? 0))));
  }
  return { left, right, top, bottom, width: right - left + 1, height: bottom - top + 1 };
}

/** A disc's diameter is four times the standard deviation of its pels, on each axis. */
function diametersBySpread(raster: BilevelRaster): readonly [number, number] {
  let [count, sumX, sumXX, sumY, sumYY] = [0, 0, 0, 0, 0];
  for (const [at, octet] of raster.octets.entries()) {
    if (octet === 0) continue;
    const y = Math.floor(at / raster.rowOctets);
    for (let bit = 0; bit < 8; bit += 1) {
      if ((octet & (0x80 >> bit)) === 0) continue;
      const x = (at % raster.rowOctets) * 8 + bit;
      count += 1;
      sumX += x;
      sumXX += x * x;
      sumY += y;
      sumYY += y * y;
    }
  }
  const spread = (sum: number, squares: number): number => 4 * Math.sqrt(squares / count - (sum / count) ** 2);
  return [spread(sumX, sumXX), spread(sumY, sumYY)];
}

describe('geometry', () => {
  it.each(RESOLUTION_NAMES)('a circle stays round in millimetres at %s, on every paper', async (name) => {
    const resolution = RESOLUTIONS[name];
    // A black disc of 100 mm in the middle of an A4 sheet at 150 dpi.
    const octets = await drawn({ width: 1240, height: 1754 }, '<circle cx="620" cy="877" r="295.276"/>', 150);
    const original = await openOriginal('disc.png', octets);
    for (const paper of PAPER_SIZES) {
      const page = await scan(original, { resolution, paper });
      expect([page.raster.width, page.raster.height]).toEqual([
        pelsPerRow(resolution, paper),
        rowsPerPage(resolution, paper),
      ]);
      // Letter is shorter than A4: there the sheet is reduced to its length.
      const mm = paper === 'letter' ? (100 * 279.4) / 297 : 100;
      const box = blackBox(page.raster);
      expect(Math.abs(box.width - (mm / 25.4) * resolution.xDpi)).toBeLessThanOrEqual(2);
      expect(Math.abs(box.height - (mm / 25.4) * resolution.yDpi)).toBeLessThanOrEqual(2);
      // Counting edge pels is coarse; the spread of all pels tells the two diameters to a fraction of a pel.
      const [width, height] = diametersBySpread(page.raster);
      expect(Math.abs(width - (mm / 25.4) * resolution.xDpi)).toBeLessThan(1);
      expect(Math.abs(height - (mm / 25.4) * resolution.yDpi)).toBeLessThan(1);
      expect(Math.abs(width - (height * resolution.xDpi) / resolution.yDpi)).toBeLessThan(1);
      expect(Math.abs(box.left + box.right + 1 - page.raster.width)).toBeLessThanOrEqual(2);
      expect(Math.abs(box.top + box.bottom + 1 - page.raster.height)).toBeLessThanOrEqual(2);
    }
  });

  it('meets an original of its own resolution pel for pel', async () => {
    const shapes =
      '<path d="M0 0h1654v2339h-1654z" fill="none" stroke="#000" stroke-width="2"/><rect x="100" y="200" width="1" height="300"/>';
    const page = await scan(await openOriginal('lines.png', await drawn({ width: 1654, height: 2339 }, shapes, 200)), {
      resolution: RESOLUTIONS['200x200'],
    });
    const left = (1728 - 1654) / 2;
    expect(blackBox(page.raster)).toMatchObject({ left, top: 0, width: 1654, height: 2339 });
    expect([99, 100, 101].map((x) => pelAt(page.raster, left + x, 300))).toEqual([0, 1, 0]);
    expect([199, 200, 499, 500].map((y) => pelAt(page.raster, left + 100, y))).toEqual([0, 1, 1, 0]);
  });

  it('cuts what overhangs the scan line and keeps small sheets small', async () => {
    const black = await drawn({ width: 850, height: 1100 }, '<rect width="850" height="1100"/>');
    const letter = await scan(await openOriginal('letter.png', black), { resolution: RESOLUTIONS['204x196'] });
    expect(letter.paper).toBe('letter');
    expect(blackBox(letter.raster)).toMatchObject({ left: 0, width: 1728, top: 0, height: 2156 });
    const note = await drawn({ width: 787, height: 394 }, '<rect width="787" height="394"/>', 200);
    const small = await scan(await openOriginal('note.png', note), { resolution: RESOLUTIONS['400x400'] });
    expect(blackBox(small.raster)).toMatchObject({ width: 1574, height: 788 });
  });

  it('scans a size the machine does not have on the largest it has', async () => {
    const { clock, feeder, engine } = machine(['letter', 'A4']);
    feeder.load([await openOriginal('b4.png', await drawn({ width: 257, height: 364 }, ''), { paper: 'B4' })]);
    const scanning = engine.scanNext({ resolution: RESOLUTIONS['204x98'], density: 3 });
    await clock.runAll();
    expect((await scanning)?.paper).toBe('A4');
  });
});

describe('binarizing', () => {
  it('takes each density at its threshold, exactly', async () => {
    const ramp = await openOriginal('ramp.png', await greyRamp(362), { paper: 'A4' });
    for (const density of [1, 2, 3, 4, 5] as const satisfies readonly ScanDensity[]) {
      const { raster } = await scan(ramp, { resolution: RESOLUTIONS['204x98'], density });
      const pels = raster.octets.subarray(500 * raster.rowOctets, 501 * raster.rowOctets);
      const black = pels.reduce((sum, octet) => sum + octet.toString(2).replaceAll('0', '').length, 0);
      const widthPels = (210 / 25.4) * 204;
      expect(Math.abs(black / widthPels - WHITE_FROM_GREY[density] / 256)).toBeLessThan(0.005);
    }
  });

  it('takes transparent for white, and colours by their lightness', async () => {
    const clear = await sharp({ create: { width: 200, height: 283, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer();
    const page = await scan(await openOriginal('clear.png', clear), { resolution: RESOLUTIONS['204x98'] });
    expect(page.raster.octets.every((octet) => octet === 0)).toBe(true);
    const colours = await drawn(
      { width: 200, height: 283 },
      '<rect width="100" height="283" fill="#00f"/><rect x="100" width="100" height="283" fill="#ff0"/>',
    );
    const both = await scan(await openOriginal('colours.png', colours), { resolution: RESOLUTIONS['204x98'] });
    expect([pelAt(both.raster, 400, 500), pelAt(both.raster, 1300, 500)]).toEqual([1, 0]);
  });
});

describe('the scan engine', () => {
  it('takes rows times milliseconds a row, one sheet after another, and says so', async () => {
    const { clock, trace, feeder, engine } = machine();
    const octets = await drawn({ width: 210, height: 297 }, '<circle cx="90" cy="90" r="40"/>');
    feeder.load([await openOriginal('1.png', octets), await openOriginal('2.png', octets)]);
    const first = engine.scanNext({ resolution: RESOLUTIONS['204x196'], density: 3 });
    await expect(engine.scanNext({ resolution: RESOLUTIONS['204x196'], density: 3 })).rejects.toThrow('at work');
    await clock.runAll();
    expect((await first)?.label).toBe('1.png');
    expect(clock.now()).toBe(2292);
    const second = engine.scanNext({ resolution: RESOLUTIONS['204x98'], density: 3 });
    await clock.runAll();
    await second;
    expect(clock.now()).toBe(2292 + 2 * 1146);
    expect(await engine.scanNext({ resolution: RESOLUTIONS['204x98'], density: 3 })).toBeUndefined();
    expect(trace.written.at(-1)).toEqual({
      event: 'page.scanned',
      data: { label: '2.png', resolution: '204x98', paper: 'A4', width: 1728, height: 1146 },
    });
  });

  it('refuses a damaged sheet with a sentence and goes on with the next', async () => {
    const { clock, trace, feeder, engine } = machine();
    const good = await drawn({ width: 210, height: 297 }, '<circle cx="90" cy="90" r="40"/>');
    const jpeg = await sharp(good).jpeg().toBuffer();
    // A comment holds an end mark, as embedded thumbnails do, so only decoding finds that the end is missing.
    const comment = Buffer.from([0xff, 0xfe, 0x00, 0x04, 0xff, 0xd9]);
    const cut = Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2, jpeg.length >> 1)]);
    const holed = Buffer.from(good);
    holed.fill(0, good.length >> 1, (good.length >> 1) + 20);
    feeder.load(
      await Promise.all([
        openOriginal('cut.jpg', cut),
        openOriginal('holed.png', holed),
        openOriginal('good.png', good),
      ]),
    );
    for (const label of ['cut.jpg', 'holed.png']) {
      const scanning = engine
        .scanNext({ resolution: RESOLUTIONS['204x98'], density: 3 })
        .catch((error: unknown) => error);
      await clock.runAll();
      const error = await scanning;
      expect(error).toBeInstanceOf(OriginalError);
      expect(String(error)).toContain(`${label}: the picture is damaged or cut short; expected`);
    }
    const last = engine.scanNext({ resolution: RESOLUTIONS['204x98'], density: 3 });
    await clock.runAll();
    expect((await last)?.label).toBe('good.png');
    expect(trace.events).toEqual(['original.refused', 'original.refused', 'page.scanned']);
  });

  it('refuses a resolution it does not have before it touches the sheet', async () => {
    const { feeder, clock, trace } = machine();
    const engine = new ScanEngine({
      clock,
      feeder,
      trace,
      profile: { paperSizes: ['A4'], scanMsPerRow: { '204x98': 1 } },
    });
    feeder.load([await openOriginal('1.png', await drawn({ width: 21, height: 29 }, ''))]);
    await expect(engine.scanNext({ resolution: RESOLUTIONS['400x400'], density: 3 })).rejects.toThrow('400x400');
    expect(feeder.sheetsWaiting).toBe(1);
  });

  it('is ready again after a power cut that swallowed its page', async () => {
    const { clock, feeder, engine } = machine();
    const octets = await drawn({ width: 210, height: 297 }, '<circle cx="90" cy="90" r="40"/>');
    feeder.load(await Promise.all(['1', '2'].map((label) => openOriginal(label, octets))));
    void engine.scanNext({ resolution: RESOLUTIONS['204x98'], density: 3 });
    engine.reset();
    expect(engine.scanning).toBe(false);
    const second = engine.scanNext({ resolution: RESOLUTIONS['204x98'], density: 3 });
    await clock.runAll();
    expect((await second)?.label).toBe('2');
  });

  it('uses the octets of a page given back, once', async () => {
    const { clock, feeder, engine } = machine();
    const octets = await drawn({ width: 210, height: 297 }, '<circle cx="90" cy="90" r="40"/>');
    feeder.load(await Promise.all(['1', '2', '3'].map((label) => openOriginal(label, octets))));
    const next = async (): Promise<ScannedPage> => {
      const scanning = engine.scanNext({ resolution: RESOLUTIONS['204x98'], density: 3 });
      await clock.runAll();
      const page = await scanning;
      if (page === undefined) throw new Error('empty');
      return page;
    };
    const first = await next();
    const copy = Uint8Array.from(first.raster.octets);
    first.release();
    const second = await next();
    expect(second.raster.octets === first.raster.octets).toBe(true);
    expect(Buffer.compare(second.raster.octets, copy)).toBe(0);
    first.release();
    expect((await next()).raster.octets === second.raster.octets).toBe(false);
  });
});

describe('a sheet that does not pass the glass', () => {
  const request = { density: 3, resolution: RESOLUTIONS['204x98'] } as const;
  const plain = async (label: string): Promise<Original> =>
    openOriginal(label, await drawn({ width: 210, height: 297 }, ''));

  it('jams at a row, after the time of the rows before', async () => {
    const { clock, feeder, engine } = machine();
    feeder.load([await plain('a')]);
    feeder.arrange({ kind: 'jam', atRow: 100 });
    const scanning = engine.scanNext(request);
    scanning.catch(() => undefined);
    await clock.runAll();
    await expect(scanning).rejects.toMatchObject({ kind: 'jam', message: 'a is jammed in the feeder at row 100.' });
    expect(clock.now()).toBe(200);
    expect([engine.scanning, feeder.stuck]).toEqual([false, 'a is jammed in the feeder at row 100.']);
  });

  it('comes back when the cover was opened while it passed, even if it is closed again', async () => {
    const { clock, feeder, engine } = machine();
    feeder.load([await plain('a')]);
    const scanning = engine.scanNext(request);
    scanning.catch(() => undefined);
    feeder.openCover();
    feeder.closeCover();
    await clock.runAll();
    await expect(scanning).rejects.toMatchObject({ kind: 'cover open' });
    expect(feeder.next?.label).toBe('a');
  });

  it('lies on the glass: it is scanned as often as asked, whatever the feeder holds', async () => {
    const clock = new HandClock();
    const trace = new TraceNotes();
    const platen = new Platen({ trace });
    const feeder = new DocumentFeeder({ profile: { capacitySheets: 50, mixedSizes: true } });
    const profile = { paperSizes: PAPER_SIZES, scanMsPerRow: MS_PER_ROW };
    const engine = new ScanEngine({ clock, feeder, platen, trace, profile });
    feeder.load([await plain('fed')]);
    platen.lay(await plain('laid'));
    for (let time = 0; time < 2; time += 1) {
      const scanning = engine.scanNext({ ...request, from: 'platen' });
      await clock.runAll();
      expect((await scanning)?.label).toBe('laid');
    }
    platen.lift();
    expect(await engine.scanNext({ ...request, from: 'platen' })).toBeUndefined();
    expect(feeder.sheetsWaiting).toBe(1);
  });
});
