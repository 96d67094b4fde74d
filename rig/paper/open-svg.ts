import { type Original, OriginalError, type PelGrid, sheetOfExtent, sheetSize } from '../../device-model/index.ts';
import type { PaperSize } from '../../device-model/page/paper-size.ts';
import { drawSvg } from './draw-svg.ts';
import { expandedElements, SVG_DEPTH_LIMIT } from './svg-expansion.ts';
import { openDrawing } from './svg-library.ts';

/** More than drawing programs write for a page; no attribute of it may exceed the 10 MB of XML parsers. *Own design.* */
export const SVG_OCTETS_LIMIT = 8 * 1024 * 1024;
/** Elements after every reference is followed: some seconds of drawing. *Own design.* */
export const SVG_ELEMENTS_LIMIT = 200_000;
/** CSS pixels an inch: what lengths without a unit mean (CSS Values 3, 5.2). */
const CSS_DPI = 96;

/**
 * An SVG 1.1 drawing as one sheet: as large as it says in mm, cm, in, pt or pc, otherwise fitted to its paper as a
 * picture of unknown density is. Nothing outside the file is ever read: references to other files, hosts or external
 * entities are drawn as if they were not there. Rejects with OriginalError.
 */
export async function openSvg(label: string, octets: Uint8Array, told: PaperSize | undefined): Promise<Original> {
  const refused = (problem: string, expected: string): OriginalError => new OriginalError(label, problem, expected);
  if (octets.length > SVG_OCTETS_LIMIT) {
    throw refused(`the SVG file has ${octets.length} octets`, `at most ${SVG_OCTETS_LIMIT} octets`);
  }
  const text = utf8(octets);
  if (text === undefined) throw refused('the SVG file is not in UTF-8', 'SVG in UTF-8');
  if (/<!ENTITY[^>]*</.test(text)) throw refused('the SVG file hides elements in entities', 'SVG without them');
  const elements = expandedElements(text, SVG_ELEMENTS_LIMIT);
  if (elements > SVG_ELEMENTS_LIMIT) {
    throw refused(
      'the SVG drawing has more elements than can be drawn, references followed',
      `at most ${SVG_ELEMENTS_LIMIT} elements, nested at most ${SVG_DEPTH_LIMIT} deep`,
    );
  }

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
        throw refused('the SVG drawing cannot be drawn', 'an undamaged SVG drawing');
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

function utf8(octets: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    return undefined;
  }
}
