/**
 * Paper sizes the machine knows, as the capability sample on manual page 472 lists them (`paper-size=[letter,A4,B4]`).
 * B4 is the JIS size 257 × 364 mm that T.30 and fax machines mean, not ISO B4.
 */
export const PAPER_SIZES = ['letter', 'A4', 'B4'] as const;
export type PaperSize = (typeof PAPER_SIZES)[number];

/** Paper in millimetres, portrait. */
export const PAPER_MM: Readonly<Record<PaperSize, { readonly width: number; readonly length: number }>> = {
  letter: { width: 215.9, length: 279.4 },
  A4: { width: 210, length: 297 },
  B4: { width: 257, length: 364 },
};

export function isPaperSize(text: string): text is PaperSize {
  return (PAPER_SIZES as readonly string[]).includes(text);
}
