import type { DisplayContent, SoftKey } from '../../device-model/index.ts';

/** Cells of the drawing in user units: 40 columns of text and four soft keys in a row. All of it is *own design*. */
const COLUMNS = 40;
const CELL = { width: 10, height: 20 } as const;
const MARGIN = 14;
const KEYS_IN_ROW = 4;
const KEY = { width: (COLUMNS * CELL.width) / KEYS_IN_ROW, height: 34, gap: 6 } as const;
const WIDTH = COLUMNS * CELL.width + 2 * MARGIN;
/** AA contrast either way (WCAG 2.2, 1.4.3). */
const LIT = { ground: '#c9dcc2', ink: '#12210f', faint: '#4a5a46' } as const;
const DARK = { ground: '#55604f', ink: '#0f140d', faint: '#20271d' } as const;

/** The display as a picture: an SVG document without style sheets, scripts or fonts of its own. */
export function lcdSvg(display: DisplayContent): string {
  const colours = display.backlight ? LIT : DARK;
  const parts: string[] = [];
  let y = MARGIN;
  const line = (text: string, extra = ''): void => {
    parts.push(text === '' ? '' : textAt(MARGIN, y + 15, text, `fill="${colours.ink}"${extra}`));
    y += CELL.height;
  };
  if (display.title !== '') line(display.title, ' font-weight="bold"');
  for (const text of display.lines) line(text);
  if (display.entry !== undefined) line(`${display.entry.label}: ${display.entry.value}_`.slice(-COLUMNS));
  if (display.softKeys.length > 0) y += KEY.gap;
  const keysAt = y;
  parts.push(...display.softKeys.map((key, index) => softKey(key, index, keysAt, colours)));
  y += Math.ceil(display.softKeys.length / KEYS_IN_ROW) * KEY.height;
  const height = y + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    `<title>${escaped(spoken(display))}</title>`,
    `<rect width="${WIDTH}" height="${height}" rx="6" fill="${colours.ground}"/>`,
    '<g font-family="ui-monospace, monospace" font-size="16" xml:space="preserve">',
    ...parts.filter((part) => part !== ''),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** The display as lines of plain text: title, lines, entry, soft keys. */
export function lcdText({ title, lines, entry, softKeys }: DisplayContent): string {
  const told = [
    ...(title === '' ? [] : [title]),
    ...lines,
    ...(entry === undefined ? [] : [`${entry.label}: ${entry.value}`]),
    ...softKeys.map(({ id, label, selected, disabled }) => {
      const marks = `${selected ? ' *' : ''}${disabled ? ' (off)' : ''}`;
      return `[${label}]${marks} ${id}`;
    }),
  ];
  return `${told.join('\n')}\n`;
}

function softKey(
  { label, selected, disabled }: SoftKey,
  index: number,
  top: number,
  colours: typeof LIT | typeof DARK,
): string {
  const x = MARGIN + (index % KEYS_IN_ROW) * KEY.width + KEY.gap / 2;
  const y = top + Math.floor(index / KEYS_IN_ROW) * KEY.height;
  const ink = disabled ? colours.faint : colours.ink;
  const box = `<rect x="${x}" y="${y}" width="${KEY.width - KEY.gap}" height="${KEY.height - KEY.gap}" rx="3" fill="${selected ? ink : 'none'}" stroke="${ink}"${disabled ? ' stroke-dasharray="3 3"' : ''}/>`;
  const middle = x + (KEY.width - KEY.gap) / 2;
  const fill = `fill="${selected ? colours.ground : ink}" text-anchor="middle" font-size="${label.length > 10 ? 9 : 13}"`;
  return `${box}${textAt(middle, y + 18, label, fill)}`;
}

function textAt(x: number, y: number, text: string, attributes: string): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escaped(text)}</text>`;
}

function spoken({ screen, title, lines }: DisplayContent): string {
  return [`Display, ${screen}`, title, ...lines].filter((text) => text !== '').join('. ');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
