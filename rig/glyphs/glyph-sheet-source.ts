import sharp from 'sharp';
import { GLYPH_CHARACTERS, REPLACEMENT } from '../../firmware/imaging/glyph-sheet.ts';
import { drawSvg } from '../paper/draw-svg.ts';
import { MONOSPACED } from '../paper/own-faces.ts';

export interface CellSize {
  readonly columns: number;
  readonly rows: number;
}

/** One sheet for each shape of pel: 98/100, 196/200 and 391/400 rows an inch under 200/204 pels, and 400 × 400. */
export const CELL_SIZES: readonly CellSize[] = [
  { columns: 16, rows: 12 },
  { columns: 16, rows: 24 },
  { columns: 16, rows: 48 },
  { columns: 32, rows: 48 },
];

/** In units of the font's own em of 1000: advance, ascent and descent of Cousine. */
const ADVANCE = 600;
const ASCENT = 850;
const HEIGHT = 1133;

/** Draws every glyph into its cell, side by side, and packs them glyph by glyph, 1 for black. */
export async function drawGlyphs({ columns, rows }: CellSize): Promise<Uint8Array> {
  const characters = Array.from(GLYPH_CHARACTERS);
  const cells = characters.map((character, index) =>
    character === REPLACEMENT
      ? `<path d="M${index * ADVANCE + 90} 200h420v660h-420zm80 80v500h260v-500z" fill-rule="evenodd"/>`
      : `<text x="${index * ADVANCE}" y="${ASCENT}" xml:space="preserve">${escaped(character)}</text>`,
  );
  const width = characters.length * ADVANCE;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" ` +
    `font-family="${MONOSPACED}" font-weight="700" font-size="1000">${cells.join('')}</svg>`;
  const pelsAcross = characters.length * columns;
  const picture = await drawSvg(svg, { width: pelsAcross, height: rows });
  if (picture.form !== 'file') throw new RangeError('a drawing was expected to come as a file');
  const grey = await sharp(picture.octets, { unlimited: true })
    .flatten({ background: '#ffffff' })
    .greyscale()
    .resize(pelsAcross, rows, { fit: 'fill' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const octetsAcross = columns / 8;
  const packed = new Uint8Array(characters.length * rows * octetsAcross);
  for (let x = 0; x < pelsAcross; x += 1) {
    const glyph = Math.floor(x / columns);
    for (let y = 0; y < rows; y += 1) {
      if ((grey[y * pelsAcross + x] ?? 255) >= 128) continue;
      const at = (glyph * rows + y) * octetsAcross + ((x % columns) >> 3);
      packed[at] = (packed[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return packed;
}

function escaped(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

const LINE_CHARACTERS = 108;

/** The source text of the sheet's data file. */
export async function glyphSource(size: CellSize): Promise<string> {
  const text = Buffer.from(await drawGlyphs(size)).toString('base64');
  const lines = text.match(new RegExp(`.{1,${LINE_CHARACTERS}}`, 'g')) ?? [];
  return `/**
 * Cousine Bold, package @expo-google-fonts/cousine 0.4.3, drawn into cells of ${size.columns} × ${size.rows} pels by \`make glyphs\`.
 * Copyright 2026 The Cousine Project Authors; SIL Open Font License 1.1, docs/licences/cousine-OFL.txt.
 */
export const CELLS_${size.columns}X${size.rows}: string = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('');
`;
}

/** Where the data file lies, from the root of the project. */
export function glyphFile({ columns, rows }: CellSize): string {
  return `firmware/imaging/glyphs/cells-${columns}x${rows}.ts`;
}
