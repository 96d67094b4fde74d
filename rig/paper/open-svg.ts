import { type Original, OriginalError, type PelGrid, sheetOfExtent, sheetSize } from '../../device-model/index.ts';
import type { PaperSize } from '../../device-model/page/paper-size.ts';
import { drawSvg } from './draw-svg.ts';
import { openDrawing } from './svg-library.ts';
import { expectSvgWithinLimits } from './svg-limits.ts';

/** CSS pixels an inch: what lengths without a unit mean (CSS Values 3, 5.2). */
const CSS_DPI = 96;

/**
 * An SVG 1.1 drawing as one sheet: as large as it says in mm, cm, in, pt or pc, otherwise fitted to its paper as a
 * picture of unknown density is. Nothing outside the file is ever read: references to other files, hosts or external
 * entities are drawn as if they were not there. Rejects with OriginalError.
 */
export async function openSvg(label: string, octets: Uint8Array, told: PaperSize | undefined): Promise<Original> {
  const text = await expectSvgWithinLimits(label, octets);
  const extent = await sizeOf(label, text);
  const size = hasTrueSize(text)
    ? sheetOfExtent((extent.width / CSS_DPI) * 25.4, (extent.height / CSS_DPI) * 25.4, told)
    : sheetSize(extent.width, extent.height, undefined, told);
  return {
    label,
    size,
    picture: async (grid: PelGrid) => {
      try {
        return await drawSvg(text, grid);
      } catch {
        throw new OriginalError(label, 'the SVG drawing cannot be drawn', 'an undamaged SVG drawing');
      }
    },
  };
}

async function sizeOf(label: string, text: string): Promise<{ readonly width: number; readonly height: number }> {
  try {
    const drawing = await openDrawing(text);
    const { width, height } = drawing;
    drawing.free();
    return { width, height };
  } catch (error) {
    const detail = error instanceof Error ? error.message.replace(/^SVG data parsing failed cause /, '') : 'no SVG';
    throw new OriginalError(label, `the SVG cannot be read: ${detail}`, 'an undamaged SVG drawing');
  }
}

/** Whether the root element counts in units of length. */
function hasTrueSize(text: string): boolean {
  const root = /<(?:[\w.-]+:)?svg\b[^>]*>/.exec(text)?.[0] ?? '';
  const inUnits = (name: string): boolean =>
    new RegExp(`\\s${name}\\s*=\\s*["']\\s*[\\d.eE+-]+(?:mm|cm|in|pt|pc)\\s*["']`).test(root);
  return inUnits('width') && inUnits('height');
}
