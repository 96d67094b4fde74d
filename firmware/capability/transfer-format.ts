import type { PaperSize } from '../../device-model/page/paper-size.ts';
import type { Resolution } from '../../device-model/page/resolution.ts';
import type { ImageCoding } from './image-coding.ts';

/** The form in which pages are sent; widths and rows follow from `device-model/page`. */
export interface TransferFormat {
  /** Byte order, bit order and placement of Profile S, whatever the coding (RFC 2879 3.7). */
  readonly fileStructure: 'TIFF-minimal';
  readonly coding: ImageCoding;
  readonly resolution: Resolution;
  readonly paper: PaperSize;
}

/** `MMR at 204x196 on A4`. */
export function describeFormat({ coding, resolution, paper }: Omit<TransferFormat, 'fileStructure'>): string {
  return `${coding} at ${resolution.name} on ${paper}`;
}
