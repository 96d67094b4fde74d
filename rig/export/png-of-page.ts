import { crc32, deflateSync } from 'node:zlib';
import { type BilevelRaster, rowOctetsFor } from '../../device-model/page/bilevel-raster.ts';
import type { ExportPage } from './pdf-of-pages.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const GREYSCALE = 0;

/**
 * Writes a page as a 1-bit grey PNG (ISO/IEC 15948) with square pels and its dpi in `pHYs`: the axis of lower resolution
 * is stretched to the other by repeating pels, since most viewers ignore the shape of pels. Written from packed rows
 * as they are; a detour over 8-bit pels would cost 15 MB a page. Synchronous.
 */
export function pngOfPage({ raster, resolution }: ExportPage): Uint8Array<ArrayBuffer> {
  const dpi = Math.max(resolution.xDpi, resolution.yDpi);
  const width = Math.round((raster.width * dpi) / resolution.xDpi);
  const height = Math.round((raster.height * dpi) / resolution.yDpi);
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 1);
  header.setUint8(9, GREYSCALE);
  const density = new DataView(new ArrayBuffer(9));
  const perMetre = Math.round(dpi / 0.0254);
  density.setUint32(0, perMetre);
  density.setUint32(4, perMetre);
  density.setUint8(8, 1);
  const pels = deflateSync(scanLines(raster, width, height), { level: 6 });
  const parts = [
    SIGNATURE,
    chunk('IHDR', octetsOf(header)),
    chunk('pHYs', octetsOf(density)),
    chunk('IDAT', pels),
    chunk('IEND', new Uint8Array(0)),
  ];
  const png = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    png.set(part, at);
    at += part.length;
  }
  return png;
}

/** PNG rows: filter type 0, then packed pels with 1 for white. */
function scanLines(raster: BilevelRaster, width: number, height: number): Uint8Array {
  const lineOctets = 1 + rowOctetsFor(width);
  const lines = new Uint8Array(lineOctets * height);
  let drawn = -1;
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor((y * raster.height) / height);
    const at = y * lineOctets;
    if (row === drawn) {
      lines.copyWithin(at, at - lineOctets, at);
      continue;
    }
    drawn = row;
    const source = raster.octets.subarray(row * raster.rowOctets, (row + 1) * raster.rowOctets);
    if (width === raster.width) for (let i = 0; i < source.length; i += 1) lines[at + 1 + i] = ~(source[i] ?? 0);
    else stretchRow(source, raster.width, lines.subarray(at + 1, at + lineOctets), width);
  }
  return lines;
}

function stretchRow(source: Uint8Array, from: number, target: Uint8Array, to: number): void {
  target.fill(0xff);
  for (let x = 0; x < to; x += 1) {
    const pel = Math.floor((x * from) / to);
    if ((((source[pel >> 3] ?? 0) << (pel & 7)) & 0x80) === 0) continue;
    target[x >> 3] = (target[x >> 3] ?? 0) & ~(0x80 >> (x & 7));
  }
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(12 + data.length);
  const view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i += 1) whole[4 + i] = type.charCodeAt(i);
  whole.set(data, 8);
  view.setUint32(8 + data.length, crc32(whole.subarray(4, 8 + data.length)));
  return whole;
}

function octetsOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
