import { RESOLUTIONS, type Resolution } from '../../device-model/page/resolution.ts';
import type { ScannedForm } from './candidates.ts';
import { resolutionClass } from './fax-schema.ts';
import type { TransferFormat } from './transfer-format.ts';

/**
 * The form every receiver reads, Profile S (RFC 3949 3): MH, a scan line of 1728 pels, 200 or 204 dpi as scanned;
 * higher scans and B4 are reduced.
 */
export function baselineFormat(page: ScannedForm): TransferFormat {
  return {
    fileStructure: 'TIFF-minimal',
    coding: 'MH',
    resolution: baselineResolution(page.resolution),
    paper: page.paper === 'B4' ? 'A4' : page.paper,
  };
}

function baselineResolution(scan: Resolution): Resolution {
  if (resolutionClass(scan).y < 400) return scan;
  return RESOLUTIONS[scan.xDpi === 204 ? '204x196' : '200x200'];
}
