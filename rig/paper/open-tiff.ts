import { type Original, OriginalError, type SheetPicture, sheetSize } from '../../device-model/index.ts';
import type { PaperSize } from '../../device-model/page/paper-size.ts';
import { COMPRESSION } from '../../firmware/tiff/compressions.ts';
import type { Ifd } from '../../firmware/tiff/ifd.ts';
import { readIfds } from '../../firmware/tiff/ifd-reader.ts';
import { isPage } from '../../firmware/tiff/read-tiff.ts';
import { TAGS } from '../../firmware/tiff/tags.ts';
import { readPage, type TiffPage } from '../../firmware/tiff/tiff-page.ts';
import { faxSheetSize } from './fax-sheet-size.ts';
import { PAGES_LIMIT, pageLabel } from './page-label.ts';
import { expectTiffPageWithinLimits } from './tiff-page-limits.ts';

/** ResolutionUnit: values count per centimetre. */
const PER_CENTIMETRE = 3;
const CM_PER_INCH = 2.54;
/** Rows spoilt by a telephone line are part of a fax page; a page that lacks more is a damaged file. *Own design.* */
const DAMAGED_SHARE = 0.1;
const UPRIGHT = 1;
const FAX_COMPRESSIONS = [COMPRESSION.rle, COMPRESSION.t4, COMPRESSION.t6, COMPRESSION.jbig, COMPRESSION.libtiffJbig];
/** Orientations from 5 on exchange rows and columns (TIFF 6.0, section 8). */
const FIRST_TURNED = 5;

/**
 * A sheet for every page of a TIFF. Fax-coded pages (T.4, T.6, T.85) are read as received ones are, and scanned pel for pel
 * where their resolution is the scan's; all others are the picture library's work. Fields are read now, pels when the
 * page is scanned. Rejects with OriginalError.
 */
export async function openTiff(label: string, octets: Uint8Array, told: PaperSize | undefined): Promise<Original[]> {
  const file = readIfds(octets);
  if (!file.ok) throw new OriginalError(label, `the TIFF cannot be read: ${file.sentence}`, 'an undamaged TIFF');
  const pages = [...file.ifds.entries()].filter(([, ifd]) => isPage(ifd));
  if (pages.length === 0) throw new OriginalError(label, 'the TIFF has no pages, only copies', 'at least one page');
  if (pages.length > PAGES_LIMIT) {
    throw new OriginalError(label, `the TIFF has ${pages.length} pages`, `at most ${PAGES_LIMIT} pages`);
  }
  const stripBudget = { left: file.ifds.length + (octets.length >> 2) };
  return pages.map(([index, ifd], page) =>
    openPage({ label: pageLabel(label, page + 1, pages.length), octets, ifd, index, told, stripBudget }),
  );
}

interface PageToOpen {
  readonly label: string;
  readonly octets: Uint8Array;
  readonly ifd: Ifd;
  /** Place in the chain of directories. */
  readonly index: number;
  readonly told: PaperSize | undefined;
  readonly stripBudget: { left: number };
}

function openPage({ label, octets, ifd, index, told, stripBudget }: PageToOpen): Original {
  expectTiffPageWithinLimits(label, ifd);
  const turned = (ifd.integer(TAGS.Orientation) ?? UPRIGHT) >= FIRST_TURNED;
  const columns = ifd.integer(TAGS.ImageWidth) ?? 0;
  const rows = ifd.integer(TAGS.ImageLength) ?? 0;
  const [width, height] = turned ? [rows, columns] : [columns, rows];
  const density = densityOf(ifd, turned);
  const fax = isFaxCoded(ifd) ? readPage(octets, ifd, stripBudget) : undefined;
  if (fax === undefined || typeof fax === 'string') {
    // What our reader refuses the library may still read; if not, the scan says so.
    return {
      label,
      size: sheetSize(width, height, density, told),
      picture: () => ({ form: 'file', octets, page: index }),
    };
  }
  return {
    label,
    size: faxSheetSize(fax, told) ?? sheetSize(width, height, density, told),
    picture: () => decodeFax(label, fax),
  };
}

/** Coded as fax machines code, whatever the orientation; the picture library has no JBIG at all. */
function isFaxCoded(ifd: Ifd): boolean {
  const compression = ifd.integer(TAGS.Compression);
  return FAX_COMPRESSIONS.some((fax) => fax === compression);
}

function decodeFax(label: string, page: TiffPage): SheetPicture {
  const { raster, badRows, damage } = page.decode('conceal');
  if (badRows > page.height * DAMAGED_SHARE) {
    throw new OriginalError(
      label,
      `${badRows} of ${page.height} rows are damaged (${damage})`,
      'a page that can be read',
    );
  }
  return { form: 'bilevel', raster };
}

/** The library counts pels per inch with one number for both axes, so the fields are read here. */
function densityOf(ifd: Ifd, turned: boolean): { readonly xDpi: number; readonly yDpi: number } | undefined {
  const unit = ifd.integer(TAGS.ResolutionUnit) ?? 2;
  const perInch = unit === PER_CENTIMETRE ? CM_PER_INCH : 1;
  const x = ifd.rational(TAGS.XResolution);
  const y = ifd.rational(TAGS.YResolution);
  if (x === undefined || y === undefined || unit === 1) return undefined;
  return turned ? { xDpi: y * perInch, yDpi: x * perInch } : { xDpi: x * perInch, yDpi: y * perInch };
}
