/** What a stranger's file may ask of the reader. All *own design*. */

/** Directories of a file, hence pages: file numbers and the journal count to 999. */
export const MAX_PAGES = 999;
/** Entries of one directory that are read: TIFF-FX uses 16 to 40, scanners' files up to about 100. */
export const MAX_IFD_ENTRIES = 4096;
/** Entries of all directories together, since each is kept until its page is decoded: 999 pages of 65 entries. */
export const MAX_FILE_ENTRIES = 65_536;
/** Rows of a page: the most a SHORT ImageLength holds; 8 m of paper at 200 dpi. */
export const MAX_ROWS = 65_535;
/** Pels of a page: twice an A3 page at 400×400, 8 MiB packed. A page turned upright takes that twice. */
export const MAX_PAGE_PELS = 1 << 26;
/** Coded octets of a strip: the worst a T.4 coder can make of a B4 page at 400×400 is 13 MB. */
export const MAX_STRIP_OCTETS = 1 << 24;
