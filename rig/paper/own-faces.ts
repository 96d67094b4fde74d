/** SIL Open Font License 1.1; as wide as Arial and Courier New, letter by letter. */
export const SANS = 'Arimo';
export const MONOSPACED = 'Cousine';

/** Families of fixed pitch that drawings ask for; the library would draw them all in its one default. */
const FIXED_PITCH =
  /(?<![\w-])(?:ui-monospace|monospace|Courier New|Courier|Consolas|Menlo|Monaco|(?:Liberation|DejaVu Sans|Ubuntu|Roboto|Noto Sans|SF) Mono)(?![\w-])/gi;
/** The attribute, and the declarations of style sheets and style attributes. */
const ATTRIBUTE = /font-family\s*=\s*(?:"[^"]*"|'[^']*')/g;
const DECLARATION = /font(?:-family)?\s*:[^;}<>=]*/g;

/** Asks for our monospaced face wherever a drawing asks for one of fixed pitch. All other families become the default, `SANS`. */
export function withOwnFaces(svg: string): string {
  const named = (text: string): string => text.replace(FIXED_PITCH, MONOSPACED);
  return svg.replace(ATTRIBUTE, named).replace(DECLARATION, named);
}
