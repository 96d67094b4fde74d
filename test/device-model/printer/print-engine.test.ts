import { describe, expect, it } from 'vitest';
import { blankRaster, rastersEqual } from '../../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../../device-model/page/resolution.ts';
import { OutputTray, type PrintablePage } from '../../../device-model/printer/output-tray.ts';
import { PaperTrays } from '../../../device-model/printer/paper-trays.ts';
import { PRINT_QUEUE_PAGES, PrintEngine } from '../../../device-model/printer/print-engine.ts';
import { PrinterBody } from '../../../device-model/printer/printer-body.ts';
import { HandClock, TraceNotes } from '../scanner/hand-clock.ts';

function page(label: string): PrintablePage {
  const raster = blankRaster(20, 30);
  for (const [i, code] of Array.from(Buffer.from(label)).entries()) raster.octets[i] = code;
  return { raster, resolution: RESOLUTIONS['204x196'], paper: 'A4', label };
}

function printer(limits: { sheets?: number; octets?: number } = {}) {
  const clock = new HandClock();
  const trace = new TraceNotes();
  const tray = new OutputTray(limits);
  const trays = new PaperTrays({ trays: [{ name: '1', paper: 'A4', capacitySheets: 5 }], trace });
  const body = new PrinterBody({ trace });
  return {
    clock,
    trace,
    tray,
    trays,
    body,
    engine: new PrintEngine({ clock, tray, trays, body, printMsPerPage: 4000, trace }),
  };
}

describe('the print engine', () => {
  it('prints one page after another, each in its time', async () => {
    const { clock, trace, tray, engine } = printer();
    const outcomes = ['one', 'two', 'three'].map((label) => engine.print(page(label)));
    expect(engine.pagesWaiting).toBe(3);
    await clock.runAll();
    expect(await Promise.all(outcomes)).toEqual([0, 1, 2].map((index) => ({ ok: true, index })));
    expect(tray.pages().map((sheet) => [sheet.label, sheet.printedAt])).toEqual([
      ['one', 4000],
      ['two', 8000],
      ['three', 12000],
    ]);
    expect(rastersEqual(tray.page(1).raster, page('two').raster)).toBe(true);
    expect(trace.events).toEqual(['page.printed', 'page.printed', 'page.printed']);
    const late = engine.print(page('late'));
    await clock.runAll();
    await late;
    expect(tray.page(3).printedAt).toBe(16000);
  });

  it('refuses pages when the tray is full, until it is emptied', async () => {
    const { clock, trace, tray, engine } = printer({ sheets: 1 });
    const outcomes = [engine.print(page('one')), engine.print(page('two'))];
    await clock.runAll();
    expect((await Promise.all(outcomes))[1]).toEqual({
      ok: false,
      reason: 'tray full',
      sentence: 'The output tray is full with 1 sheets: two was not printed.',
    });
    expect(trace.events).toEqual(['page.printed', 'print.refused']);
    expect(tray.empty()).toBe(1);
    const again = engine.print(page('again'));
    await clock.runAll();
    expect(await again).toEqual({ ok: true, index: 0 });
  });

  it('bounds octets in the tray and pages waiting', async () => {
    const { clock, engine, tray } = printer({ octets: 10 });
    const outcomes = Array.from({ length: PRINT_QUEUE_PAGES + 1 }, (_, i) => engine.print(page(`page ${i}`)));
    expect(await outcomes.at(-1)).toMatchObject({ ok: false, reason: 'queue full' });
    await clock.runAll();
    expect(tray.sheets).toBe(1);
    expect(await outcomes[1]).toMatchObject({ reason: 'tray full' });
  });

  it('loses what is not in the tray when it stops', async () => {
    const { clock, engine, tray } = printer();
    const outcomes = [engine.print(page('one')), engine.print(page('two'))];
    engine.stop();
    await clock.runAll();
    expect(await Promise.all(outcomes)).toMatchObject([{ reason: 'stopped' }, { reason: 'stopped' }]);
    expect(tray.sheets).toBe(0);
    expect(() => tray.page(0)).toThrow('The output tray has no sheet 1.');
  });

  it('draws a sheet a page and refuses the page for which there is none', async () => {
    const { clock, engine, tray, trays } = printer();
    trays.put('A4', 1);
    const outcomes = [engine.print(page('one')), engine.print(page('two'))];
    await clock.runAll();
    expect(await Promise.all(outcomes)).toEqual([
      { ok: true, index: 0 },
      { ok: false, reason: 'paper out', sentence: 'There is no A4 paper for two.' },
    ]);
    expect(tray.sheets).toBe(1);
    expect(await engine.print({ ...page('letter'), paper: 'letter' })).toMatchObject({ reason: 'paper out' });
  });

  it.each([
    ['jam', 'jam', 'clearJam'],
    ['cover open', 'openCover', 'closeCover'],
  ] as const)(
    '%s refuses the page on the drum and those behind it until it is mended',
    async (reason, happen, mend) => {
      const { clock, engine, tray, trays, body } = printer();
      trays.put('A4', 5);
      const outcomes = [engine.print(page('one')), engine.print(page('two'))];
      body[happen]();
      expect(await Promise.all(outcomes)).toMatchObject([{ reason }, { reason }]);
      expect(await engine.print(page('three'))).toMatchObject({ reason });
      body[mend]();
      const again = engine.print(page('again'));
      await clock.runAll();
      expect(await again).toEqual({ ok: true, index: 0 });
      expect(tray.page(0).printedAt).toBe(4000);
      // One spoilt on the drum, one printed.
      expect(trays.stock('A4')).toBe(3);
    },
  );

  it('jams with the sheet behind so many', async () => {
    const { clock, engine, body } = printer();
    body.jam(1);
    const outcomes = ['one', 'two', 'three'].map((label) => engine.print(page(label)));
    await clock.runAll();
    expect(await Promise.all(outcomes)).toMatchObject([{ ok: true }, { reason: 'jam' }, { reason: 'jam' }]);
    expect(body.jammed).toBe(true);
    body.clearJam();
    body.jam(5);
    body.clearJam();
    expect([body.jammed, body.letPass()]).toEqual([false, true]);
  });
});
