import type { BilevelRaster } from '../../../device-model/page/bilevel-raster.ts';
import type { ImageHeader } from './image-header.ts';

export class StripeAdaption {
  constructor(_raster: BilevelRaster, _header: ImageHeader) {}
  offsetFor(_top: number, _bottom: number, current: number): number {
    return current;
  }
}
