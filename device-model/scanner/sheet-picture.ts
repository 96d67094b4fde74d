import type { BilevelRaster } from '../page/bilevel-raster.ts';

/** Pels asked for: the whole picture scaled to the grid of the scan. They need not be square on paper. */
export interface PelGrid {
  readonly width: number;
  readonly height: number;
}

/** A file that the picture library reads: PNG, JPEG, WebP or one page of a TIFF. */
export interface FilePicture {
  readonly form: 'file';
  readonly octets: Uint8Array;
  /** Which page of a file of several, from 0. */
  readonly page?: number;
}

/** Drawn in grey: one octet a pel, 0 black to 255 white, rows without padding. */
export interface GreyPicture {
  readonly form: 'grey';
  readonly width: number;
  readonly height: number;
  readonly octets: Uint8Array;
}

/** Black and white from the start, a fax page for instance. */
export interface BilevelPicture {
  readonly form: 'bilevel';
  readonly raster: BilevelRaster;
}

/** What lies on a sheet. Pictures may have any number of pels; those that have the grid's are scanned pel for pel. */
export type SheetPicture = FilePicture | GreyPicture | BilevelPicture;

/**
 * Makes the picture of one sheet when the scan engine passes over it, inside the scan's clock effect; it may leave the
 * JavaScript thread. What it returns belongs to the scan engine until the page is done and is not kept after it.
 * Rejects with OriginalError when the sheet cannot be drawn.
 */
export type PictureSource = (grid: PelGrid) => SheetPicture | Promise<SheetPicture>;
