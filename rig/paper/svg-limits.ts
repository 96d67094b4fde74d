import { OriginalError, openOriginal } from '../../device-model/index.ts';
import { withoutReferences } from './character-references.ts';
import { paperKind } from './paper-kind.ts';
import { expandedElements, SVG_DEPTH_LIMIT } from './svg-expansion.ts';

/** More than drawing programs write for a page; no attribute of it may exceed the 10 MB of XML parsers. *Own design.* */
export const SVG_OCTETS_LIMIT = 8 * 1024 * 1024;
/** Elements after every reference is followed: some seconds of drawing. *Own design.* */
export const SVG_ELEMENTS_LIMIT = 200_000;
/** Pels of all pictures inside a drawing, which are decoded as wholes: A4 at 600 dpi has 35 million. *Own design.* */
export const SVG_PICTURE_PELS_LIMIT = 40_000_000;
/** Drawings inside drawings. *Own design.* */
const NESTED_LIMIT = 3;

/** Entities that only shorten the addresses of name spaces are what drawing programs write. */
const ENTITY = /<!ENTITY\s(?!\s*[\w.-]+\s+(?:"https?:[^"<&%]*"|'https?:[^'<&%]*')\s*>)/;
const HREF = /href\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const DATA = /^\s*data:([^,]*),/i;

/**
 * Looks at SVG before it is parsed: drawings can multiply themselves, and hold pictures and drawings that do. Returns its
 * text. Rejects with OriginalError.
 */
export async function expectSvgWithinLimits(label: string, octets: Uint8Array): Promise<string> {
  return await checked(label, octets, { pels: SVG_PICTURE_PELS_LIMIT }, 0);
}

async function checked(label: string, octets: Uint8Array, left: { pels: number }, depth: number): Promise<string> {
  const refused = (problem: string, expected: string): OriginalError => new OriginalError(label, problem, expected);
  if (octets.length > SVG_OCTETS_LIMIT) {
    throw refused(`the SVG file has ${octets.length} octets`, `at most ${SVG_OCTETS_LIMIT} octets`);
  }
  const text = utf8(octets);
  if (text === undefined) throw refused('the SVG file is not in UTF-8', 'SVG in UTF-8');
  if (ENTITY.test(text))
    throw refused('the SVG file has entities of its own', 'SVG with addresses in entities at most');
  if (expandedElements(text, SVG_ELEMENTS_LIMIT) > SVG_ELEMENTS_LIMIT) {
    throw refused(
      'the SVG drawing has more elements than can be drawn, references followed',
      `at most ${SVG_ELEMENTS_LIMIT} elements, nested at most ${SVG_DEPTH_LIMIT} deep`,
    );
  }
  for (const [, quoted, single] of text.matchAll(HREF)) {
    const inside = embedded(withoutReferences(quoted ?? single ?? ''));
    if (inside === undefined) continue;
    const kind = paperKind(inside);
    if (kind === 'SVG' && depth < NESTED_LIMIT) await checked(label, inside, left, depth + 1);
    else if (kind === 'picture') left.pels -= await pelsOf(label, inside);
    else throw refused('a picture inside the SVG drawing is of an unknown kind', 'PNG, JPEG, WebP or SVG');
    if (left.pels < 0) {
      throw refused('the pictures inside the SVG drawing are too large', `at most ${SVG_PICTURE_PELS_LIMIT} pels`);
    }
  }
  return text;
}

/** The octets of a `data:` address (RFC 2397); undefined for any other. */
function embedded(address: string): Uint8Array | undefined {
  const match = DATA.exec(address);
  if (match === null) return undefined;
  const data = address.slice(match[0].length);
  if (/;\s*base64\s*$/i.test(match[1] ?? '')) return Buffer.from(data, 'base64');
  const octets = data.replace(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(String(hex), 16)));
  return Buffer.from(octets, 'latin1');
}

async function pelsOf(label: string, octets: Uint8Array): Promise<number> {
  const { widthPels, heightPels } = await openOriginal(`${label}, a picture inside`, octets);
  return widthPels * heightPels;
}

function utf8(octets: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    return undefined;
  }
}
