/** What a stranger's file may ask of the reader. All *own design*. */

/** Pages: file numbers and the journal count to 999. */
export const MAX_PAGES = 999;
/** Entries in one IFD: TIFF-FX uses 16 to 40, scanners' files up to about 100. */
export const MAX_IFD_ENTRIES = 512;
/** Rows of a page: the most a SHORT ImageLength holds; 8 m of paper at 200 dpi. */
export const MAX_ROWS = 65_535;
