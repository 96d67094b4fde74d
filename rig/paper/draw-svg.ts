import type { PelGrid, SheetPicture } from '../../device-model/index.ts';
import { openDrawing } from './svg-library.ts';

/**
 * Puts SVG on exactly this grid, pels of any shape: everything is resolved first (text becomes outlines of our fonts,
 * references are followed or dropped), then an outer drawing of the grid's size stretches the result. What comes out has
 * no text and refers to nothing, so the picture library can draw it, band by band, without fonts and files.
 */
export async function drawSvg(svg: string, { width, height }: PelGrid): Promise<SheetPicture> {
  const drawing = await openDrawing(svg);
  const resolved = drawing.toString();
  const [, ownWidth = drawing.width, ownHeight = drawing.height] =
    /^<svg width="([\d.]+)" height="([\d.]+)"/.exec(resolved) ?? [];
  drawing.free();
  const stretched = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${ownWidth} ${ownHeight}" preserveAspectRatio="none">${resolved}</svg>`;
  return { form: 'file', octets: Buffer.from(stretched) };
}
