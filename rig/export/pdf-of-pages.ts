import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';

/** A page for people to look at: pels and how large they are. */
export interface ExportPage {
  readonly raster: BilevelRaster;
  /** Dots per inch. */
  readonly resolution: { readonly xDpi: number; readonly yDpi: number };
}

const HEADER = '%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n';

/**
 * Writes pages as PDF 1.4 (ISO 32000-1), one T.6 strip a page, each page as large as its pels are (pels / dpi inches), so
 * that pels which are not square look right. Page by page: nothing but the coded strips is kept. `encodeMmr` codes a
 * raster in T.6, first octet's most significant bit first, black pels as black runs; EOFB at the end does no harm. The octets depend
 * on the pages alone (no dates, no identifiers).
 */
export function pdfOfPages(
  pages: Iterable<ExportPage>,
  encodeMmr: (raster: BilevelRaster) => Uint8Array,
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [latin1(HEADER)];
  const offsets: number[] = [];
  let length = HEADER.length;
  const put = (part: Uint8Array): void => {
    parts.push(part);
    length += part.length;
  };
  const putObject = (number: number, dictionary: string, stream?: Uint8Array): void => {
    offsets[number] = length;
    put(latin1(`${number} 0 obj\n<<${dictionary}>>\n`));
    if (stream !== undefined) {
      put(latin1('stream\n'));
      put(stream);
      put(latin1('\nendstream\n'));
    }
    put(latin1('endobj\n'));
  };

  // 1 is the catalogue, 2 the page tree; each page takes three numbers after them: page, contents, picture.
  let next = 3;
  const kids: string[] = [];
  for (const { raster, resolution } of pages) {
    const width = points(raster.width, resolution.xDpi);
    const height = points(raster.height, resolution.yDpi);
    const [page, contents, picture] = [next, next + 1, next + 2];
    next += 3;
    kids.push(`${page} 0 R`);
    const resources = `/Resources<</XObject<</Im0 ${picture} 0 R>>>>`;
    putObject(page, `/Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]${resources}/Contents ${contents} 0 R`);
    const drawing = latin1(`q ${width} 0 0 ${height} 0 0 cm /Im0 Do Q`);
    putObject(contents, `/Length ${drawing.length}`, drawing);
    const strip = encodeMmr(raster);
    putObject(picture, pictureDictionary(raster, strip.length), strip);
  }
  putObject(1, '/Type/Catalog/Pages 2 0 R');
  putObject(2, `/Type/Pages/Count ${kids.length}/Kids[${kids.join(' ')}]`);
  const table = offsets.slice(1).map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const trailer = `trailer\n<</Size ${next}/Root 1 0 R>>\nstartxref\n${length}\n%%EOF\n`;
  put(latin1(`xref\n0 ${next}\n0000000000 65535 f \n${table.join('')}${trailer}`));
  return joined(parts, length);
}

function pictureDictionary({ width, height }: BilevelRaster, octets: number): string {
  const parameters = `/DecodeParms<</K -1/Columns ${width}/Rows ${height}/BlackIs1 false/EndOfBlock false>>`;
  return `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode${parameters}/Length ${octets}`;
}

/** 1/72 inch, to a thousandth of a point. */
function points(pels: number, dpi: number): number {
  return Math.round((pels / dpi) * 72_000) / 1000;
}

function latin1(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
