import type { PaperSize } from '../../device-model/page/paper-size.ts';

/** What a page is printed on when its own paper is out: the same scan line first, then what needs no reduction. *Own design.* */
const IN_PLACE_OF: Readonly<Record<PaperSize, readonly PaperSize[]>> = {
  letter: ['A4', 'B4'],
  A4: ['letter', 'B4'],
  B4: ['A4', 'letter'],
};

/** The paper for a page made for `wanted` (fax parameter 961); undefined when it has to wait. */
export function choosePaper(
  wanted: PaperSize,
  holds: (paper: PaperSize) => boolean,
  reduction: 'Off' | 'Fit',
): PaperSize | undefined {
  const others = reduction === 'Off' ? [] : IN_PLACE_OF[wanted];
  return [wanted, ...others].find(holds);
}
