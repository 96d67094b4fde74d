/** One row of RFC 3949's table of page widths (4.2.1): the resolutions that mean one raster to T.4, and its widths. */
export interface LegalForm {
  /** Dots per inch, horizontal by vertical. */
  readonly resolutions: readonly (readonly [xDpi: number, yDpi: number])[];
  /** Pels in a row. */
  readonly widths: Readonly<Record<LegalPaper, number>>;
}

/** Letter and legal have the scan line of A4. */
export type LegalPaper = 'A4' | 'B4' | 'A3';

const AT_200 = { A4: 1728, B4: 2048, A3: 2432 } as const;
const AT_300 = { A4: 2592, B4: 3072, A3: 3648 } as const;
const AT_400 = { A4: 3456, B4: 4096, A3: 4864 } as const;

/** RFC 3949 4.2.1, with the equivalences of 2.2.2. */
export const LEGAL_FORMS: readonly LegalForm[] = [
  {
    resolutions: [
      [204, 98],
      [200, 100],
    ],
    widths: AT_200,
  },
  {
    resolutions: [
      [204, 196],
      [200, 200],
    ],
    widths: AT_200,
  },
  { resolutions: [[204, 391]], widths: AT_200 },
  { resolutions: [[300, 300]], widths: AT_300 },
  {
    resolutions: [
      [408, 391],
      [400, 400],
    ],
    widths: AT_400,
  },
];

/** T.4's lines per millimetre, as ResolutionUnit 3 counts them (RFC 3949 2.2.2), and their values per inch. */
const PER_CM: ReadonlyMap<number, number> = new Map([
  [80, 204],
  [160, 408],
  [38.5, 98],
  [77, 196],
  [154, 391],
]);

/** The value per inch of one told per centimetre; undefined when the table has none such. */
export function perInchOf(perCm: number): number | undefined {
  return PER_CM.get(perCm);
}

/** The row of the table; 204×100 is in the first as well, 200 and 204 being one to T.4, and so on (RFC 3949 2.2.2). */
export function legalForm(xDpi: number, yDpi: number): LegalForm | undefined {
  const horizontal = (x: number): number => (x === 200 ? 204 : x === 400 ? 408 : x);
  const vertical = (y: number): number => (y === 100 ? 98 : y === 200 ? 196 : y === 400 ? 391 : y);
  return LEGAL_FORMS.find(({ resolutions }) =>
    resolutions.some(([x, y]) => horizontal(x) === horizontal(xDpi) && vertical(y) === vertical(yDpi)),
  );
}

export function isLegalWidth(form: LegalForm, width: number): boolean {
  return Object.values(form.widths).includes(width);
}
