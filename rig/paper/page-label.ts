/** Pages of one file, or sheets of one load: file numbers and the journal count to 999. *Own design.* */
export const PAGES_LIMIT = 999;

/** How a sheet is called: by its file, and its page where there are several. Pages count from 1. */
export function pageLabel(file: string, page: number, pages: number): string {
  return pages === 1 ? file : `${file} (page ${page})`;
}
