/**
 * Scan and transfer resolutions in dots per inch, horizontal by vertical, kept distinct as RFC 2879 keeps them:
 * 200×200 and 204×196 describe the same raster to T.4 (RFC 3949 2.2.2) but are different numbers.
 * Sources: manual page 472 (200×100, 200×200, 204×98, 204×196, 400×400); 204×391 from the siblings' MDN sample.
 */
export const RESOLUTIONS = {
  '200x100': { name: '200x100', xDpi: 200, yDpi: 100 },
  '200x200': { name: '200x200', xDpi: 200, yDpi: 200 },
  '204x98': { name: '204x98', xDpi: 204, yDpi: 98 },
  '204x196': { name: '204x196', xDpi: 204, yDpi: 196 },
  '204x391': { name: '204x391', xDpi: 204, yDpi: 391 },
  '400x400': { name: '400x400', xDpi: 400, yDpi: 400 },
} as const;

export type ResolutionName = keyof typeof RESOLUTIONS;
export type Resolution = (typeof RESOLUTIONS)[ResolutionName];

export const RESOLUTION_NAMES = Object.keys(RESOLUTIONS) as readonly ResolutionName[];

export function isResolutionName(text: string): text is ResolutionName {
  return Object.hasOwn(RESOLUTIONS, text);
}
