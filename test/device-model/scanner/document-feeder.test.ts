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
    expect([feeder.take(), feeder.take(), feeder.take(), feeder.take()].map((s) => s?.label)).toEqual([
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
});
