import { describe, expect, it } from 'vitest';
import { blankRaster, rastersEqual } from '../../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../../device-model/page/resolution.ts';
import { OutputTray, type PrintablePage } from '../../../device-model/printer/output-tray.ts';
import { PRINT_QUEUE_PAGES, PrintEngine } from '../../../device-model/printer/print-engine.ts';
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
  return { clock, trace, tray, engine: new PrintEngine({ clock, tray, printMsPerPage: 4000, trace }) };
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
});
