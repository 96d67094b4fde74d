import {
  type Original,
  OriginalError,
  type PelGrid,
  type SheetPicture,
  sheetOfExtent,
} from '../../device-model/index.ts';
import type { PaperSize } from '../../device-model/page/paper-size.ts';
import { PAGES_LIMIT, pageLabel } from './page-label.ts';
import { withPdf } from './pdf-library.ts';

const MM_PER_POINT = 25.4 / 72;

/**
 * A sheet for every page of a PDF (ISO 32000-1), as large as the page says. Each is drawn in grey when it is scanned, at
 * the pels of the scan whatever their shape; fonts that the file lacks are those built into the library. The document is
 * opened anew for every page: between pages nothing is kept but the file. Rejects with OriginalError.
 */
export async function openPdf(label: string, octets: Uint8Array, told: PaperSize | undefined): Promise<Original[]> {
  const sizes = await ofPdf(label, octets, (document) => {
    const pages = document.getPageCount();
    if (pages === 0) throw new OriginalError(label, 'the PDF has no pages', 'at least one page');
    if (pages > PAGES_LIMIT) {
      throw new OriginalError(label, `the PDF has ${pages} pages`, `at most ${PAGES_LIMIT} pages`);
    }
    return Array.from({ length: pages }, (_, index) => {
      const { originalWidth, originalHeight } = document.getPage(index).getOriginalSize();
      return { widthMm: originalWidth * MM_PER_POINT, lengthMm: originalHeight * MM_PER_POINT };
    });
  });
  return sizes.map(({ widthMm, lengthMm }, index) => {
    const sheet = pageLabel(label, index + 1, sizes.length);
    if (!(widthMm > 0) || !(lengthMm > 0)) {
      throw new OriginalError(sheet, `the page measures ${widthMm} × ${lengthMm} mm`, 'a page with an area');
    }
    return {
      label: sheet,
      size: sheetOfExtent(widthMm, lengthMm, told),
      picture: (grid: PelGrid) => drawPage(sheet, octets, index, grid),
    };
  });
}

async function drawPage(label: string, octets: Uint8Array, index: number, grid: PelGrid): Promise<SheetPicture> {
  return await ofPdf(label, octets, async (document) => {
    const { data, width, height } = await document
      .getPage(index)
      .render({ width: grid.width, height: grid.height, colorSpace: 'Gray', render: 'bitmap', renderFormFields: true });
    return { form: 'grey', width, height, octets: data };
  });
}

async function ofPdf<T>(label: string, octets: Uint8Array, use: Parameters<typeof withPdf<T>>[1]): Promise<T> {
  try {
    return await withPdf(octets, use);
  } catch (error) {
    if (error instanceof OriginalError) throw error;
    if (error instanceof Error && /password|security/i.test(error.message)) {
      throw new OriginalError(label, 'the PDF is encrypted', 'a PDF that opens without a password');
    }
    throw new OriginalError(label, 'the PDF is damaged or cut short', 'a PDF that can be read to its end');
  }
}
