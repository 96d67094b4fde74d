export interface PlainPage {
  /** In points, 1/72 inch. */
  readonly width: number;
  readonly height: number;
  /** Operators of the content stream. */
  readonly draw: string;
}

/** The least PDF 1.4 (ISO 32000-1, 7.5) with these pages; F1 is Helvetica. */
export function plainPdf(pages: readonly PlainPage[]): Buffer {
  const kids = pages.map((_, i) => `${3 + 2 * i} 0 R`).join(' ');
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', `<</Type/Pages/Count ${pages.length}/Kids[${kids}]>>`];
  for (const [i, { width, height, draw }] of pages.entries()) {
    const font = '/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>';
    objects.push(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Contents ${4 + 2 * i} 0 R${font}>>`);
    objects.push(`<</Length ${draw.length}>>stream\n${draw}\nendstream`);
  }
  let pdf = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = pdf.length;
    pdf += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}`;
  return Buffer.from(`${pdf}${table}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${pdf.length}\n%%EOF\n`, 'latin1');
}

export const A4_POINTS = { width: 595.276, height: 841.89 } as const;
