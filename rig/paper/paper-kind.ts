/** Files that become sheets. */
export type PaperKind = 'picture' | 'TIFF' | 'SVG' | 'PDF';

/** What sentences name as expected. */
export const PAPER_FORMATS = 'a PNG, JPEG, WebP, TIFF, SVG or PDF file';

interface Mark {
  readonly name: string;
  readonly octets: string;
  readonly at?: number;
}

/** Told by name, since people try them; each by the mark its format begins with. */
const FOREIGN: readonly Mark[] = [
  { name: 'a GIF picture', octets: 'GIF8' },
  { name: 'a BMP picture', octets: 'BM' },
  { name: 'a PostScript file', octets: '%!PS' },
  { name: 'a ZIP archive or an office document', octets: 'PK\x03\x04' },
  { name: 'a gzip file', octets: '\x1f\x8b' },
  { name: 'an HEIF or AVIF picture', octets: 'ftyp', at: 4 },
  { name: 'a BigTIFF file', octets: 'II+\0' },
  { name: 'a BigTIFF file', octets: 'MM\0+' },
];

/** PDF readers look for the header in the first 1024 octets (ISO 32000-1, annex H, note 13). */
const PDF_HEADER_WITHIN = 1024;
/** A licence or a DOCTYPE may stand before the root element of an SVG. *Own design.* */
const SVG_ROOT_WITHIN = 64 * 1024;

/** Recognizes a file by its octets, not by its name; what it is instead, as a phrase, when it is nothing we scan. */
export function paperKind(octets: Uint8Array): PaperKind | { readonly instead: string } {
  if (octets.length === 0) return { instead: 'the file is empty' };
  const head = Buffer.from(octets.buffer, octets.byteOffset, Math.min(octets.length, SVG_ROOT_WITHIN)).toString(
    'latin1',
  );
  if (head.startsWith('\x89PNG') || head.startsWith('\xff\xd8\xff')) return 'picture';
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return 'picture';
  if (head.startsWith('II*\0') || head.startsWith('MM\0*')) return 'TIFF';
  if (head.slice(0, PDF_HEADER_WITHIN).includes('%PDF-')) return 'PDF';
  if (/^(?:\xef\xbb\xbf)?\s*</.test(head) && /<(?:[\w.-]+:)?svg[\s/>]/.test(head)) return 'SVG';
  const foreign = FOREIGN.find((mark) => head.startsWith(mark.octets, mark.at ?? 0));
  return {
    instead: foreign === undefined ? 'the file is of no kind that is known here' : `the file is ${foreign.name}`,
  };
}
