import { describe, expect, it } from 'vitest';
import { blankRaster } from '../../../device-model/page/bilevel-raster.ts';
import type { PaperSize } from '../../../device-model/page/paper-size.ts';
import { DocumentFeeder } from '../../../device-model/scanner/document-feeder.ts';
import type { Original } from '../../../device-model/scanner/original.ts';
import type { SheetPicture } from '../../../device-model/scanner/sheet-picture.ts';

function sheet(label: string, paper: PaperSize = 'A4'): Original {
  const picture = (): SheetPicture => ({ form: 'bilevel', raster: blankRaster(1, 1) });
  return { label, size: { paper, widthMm: 1, lengthMm: 1 }, picture };
}

describe('the document feeder', () => {
  it('gives sheets in the order they were loaded and tells every change', () => {
    const feeder = new DocumentFeeder({ profile: { capacitySheets: 3, mixedSizes: true } });
    const told: number[] = [];
    const end = feeder.onChange((sheets) => told.push(sheets));
    feeder.load([sheet('a'), sheet('b', 'B4')]);
    feeder.load([sheet('c')]);
    expect(feeder.next?.label).toBe('a');
    expect([feeder.draw(), feeder.draw(), feeder.draw(), feeder.draw()].map((s) => s?.original.label)).toEqual([
      'a',
      'b',
      'c',
      undefined,
    ]);
    expect(told).toEqual([2, 3, 2, 1, 0]);
    end();
    feeder.load([sheet('d')]);
    expect(told).toHaveLength(5);
    expect(feeder.removeAll()).toHaveLength(1);
    expect(feeder.sheetsWaiting).toBe(0);
  });

  it('refuses what has no room, and keeps what it has', () => {
    const feeder = new DocumentFeeder({ profile: { capacitySheets: 2, mixedSizes: true } });
    feeder.load([sheet('a')]);
    expect(() => feeder.load([sheet('b'), sheet('c')])).toThrow(
      'The document feeder has room for 1 of its 2 sheets, not for 2.',
    );
    expect(feeder.sheetsWaiting).toBe(1);
  });

  it('refuses mixed sizes where it cannot guide them', () => {
    const feeder = new DocumentFeeder({ profile: { capacitySheets: 9, mixedSizes: false } });
    feeder.load([sheet('a')]);
    expect(() => feeder.load([sheet('b'), sheet('c', 'B4')])).toThrow('c is B4, expected A4');
    expect(feeder.sheetsWaiting).toBe(1);
  });

  it('misfeeds: the sheet stays until the stack is straightened or taken out', () => {
    const feeder = new DocumentFeeder({ profile: { capacitySheets: 9, mixedSizes: true } });
    feeder.load([sheet('a'), sheet('b')]);
    feeder.arrange({ kind: 'misfeed' });
    expect(() => feeder.draw()).toThrow('The feeder did not take a.');
    expect(() => feeder.draw()).toThrow('The feeder did not take a.');
    expect([feeder.misfed, feeder.sheetsWaiting]).toEqual([true, 2]);
    feeder.clear();
    expect([feeder.misfed, feeder.draw()?.original.label]).toEqual([false, 'a']);
    feeder.arrange({ kind: 'misfeed' });
    expect(() => feeder.draw()).toThrow();
    feeder.removeAll();
    expect(feeder.misfed).toBe(false);
  });

  it('gives nothing while its cover is open, and counts the openings', () => {
    const feeder = new DocumentFeeder({ profile: { capacitySheets: 9, mixedSizes: true } });
    feeder.load([sheet('a')]);
    feeder.openCover();
    feeder.openCover();
    expect(() => feeder.draw()).toThrow('The cover of the document feeder is open.');
    feeder.closeCover();
    expect([feeder.coverOpenings, feeder.draw()?.original.label]).toEqual([1, 'a']);
  });

  it('holds a sheet longer than it passes, and one that jams; both come back on top', () => {
    const feeder = new DocumentFeeder({ profile: { capacitySheets: 9, mixedSizes: true, longestSheetMm: 1000 } });
    const long = sheet('long');
    feeder.load([{ ...long, size: { ...long.size, fedLengthMm: 1001 } }, sheet('b')]);
    expect(() => feeder.draw()).toThrow('long is 1001 mm long and stuck in the feeder: expected at most 1000 mm.');
    expect([feeder.stuck === undefined, feeder.sheetsWaiting]).toEqual([false, 1]);
    expect(() => feeder.draw()).toThrow('long is 1001 mm long');
    feeder.clear();
    expect([feeder.stuck, feeder.next?.label]).toEqual([undefined, 'long']);
  });
});
