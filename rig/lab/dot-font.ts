/**
 * Letters of 5 × 7 dots, drawn for this project: a glyph is seven rows from top to bottom, each one base-32 digit
 * (0–9, a–v) whose bits are the five dots from left to right.
 */
export const GLYPH_COLUMNS = 5;
export const GLYPH_ROWS = 7;

const GLYPHS: Readonly<Record<string, string>> = {
  A: 'ehhvhhh',
  B: 'uhhuhhu',
  C: 'ehggghe',
  D: 'uhhhhhu',
  E: 'vgguggv',
  F: 'vgguggg',
  G: 'ehgnhhf',
  H: 'hhhvhhh',
  I: 'e44444e',
  J: '72222ic',
  K: 'hikokih',
  L: 'ggggggv',
  M: 'hrllhhh',
  N: 'hhpljhh',
  O: 'ehhhhhe',
  P: 'uhhuggg',
  Q: 'ehhhlid',
  R: 'uhhukih',
  S: 'fgge11u',
  T: 'v444444',
  U: 'hhhhhhe',
  V: 'hhhhha4',
  W: 'hhhllla',
  X: 'hha4ahh',
  Y: 'hhha444',
  Z: 'v1248gv',
  '0': 'ehjlphe',
  '1': '4c4444e',
  '2': 'eh1248v',
  '3': 'v2421he',
  '4': '26aiv22',
  '5': 'vgu11he',
  '6': '68guhhe',
  '7': 'v124888',
  '8': 'ehhehhe',
  '9': 'ehhf12c',
  '.': '00000cc',
  ',': '0000c48',
  '-': '000v000',
  ':': '0cc0cc0',
  '/': '01248g0',
  '+': '044v440',
  '(': '2488842',
  ')': '8422248',
  '=': '00v0v00',
  '%': 'op248j3',
  '?': 'eh12404',
  ' ': '0000000',
};

/** Five bits a row, leftmost dot highest; small letters are capitals, an unknown character is a question mark. */
export function glyphRows(character: string): readonly number[] {
  const glyph = GLYPHS[character.toUpperCase()] ?? GLYPHS['?'] ?? '';
  return Array.from(glyph, (digit) => Number.parseInt(digit, 32));
}
