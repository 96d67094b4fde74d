/** One line of an SMTP dialogue: `C` from the client, `S` from the server. */
export interface DialogueLine {
  readonly direction: 'C' | 'S';
  readonly text: string;
}

export interface DialogueFigure {
  readonly client: string;
  readonly server: string;
  readonly lines: readonly DialogueLine[];
}

const WIDTH = 760;
const LEFT = 60;
const RIGHT = WIDTH - 60;
const LINE = 17;
const FIRST = 74;
/** Lines shown of one reply; the capability of the manual's sample has 17. */
const LINES_SHOWN = 40;

/**
 * The dialogue drawn as the manual draws it (p. 472): sender left, recipient right, one arrow for every command and every
 * reply, lines of a multi-line reply under each other. An SVG document.
 */
export function dialogueFigure(figure: DialogueFigure): string {
  const parts: string[] = [];
  let y = FIRST;
  for (const { direction, texts } of turns(figure.lines)) {
    for (const text of texts.slice(0, LINES_SHOWN)) {
      parts.push(`<text x="${LEFT + 14}" y="${y}" class="${direction}">${escaped(text)}</text>`);
      y += LINE;
    }
    parts.push(arrow(direction, y - LINE + 6));
    y += 8;
  }
  const height = y + 20;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="SMTP dialogue between ${escaped(figure.client)} and ${escaped(figure.server)}">`,
    '<style>text{font:12px ui-monospace,monospace;white-space:pre}.h{font-weight:bold;font-size:13px}.C{fill:#0b3d91}.S{fill:#7a1f1f}.l{stroke:#888}</style>',
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="${LEFT}" y="26" text-anchor="middle" class="h C">Sender</text>`,
    `<text x="${RIGHT}" y="26" text-anchor="middle" class="h S">Recipient</text>`,
    `<text x="${LEFT - 40}" y="44" class="C">${escaped(figure.client)}</text>`,
    `<text x="${RIGHT + 40}" y="44" text-anchor="end" class="S">${escaped(figure.server)}</text>`,
    `<path class="l" d="M${LEFT} 54V${height - 12}M${RIGHT} 54V${height - 12}"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

interface Turn {
  readonly direction: 'C' | 'S';
  readonly texts: string[];
}

/** Lines of one reply belong together: all but its last have a hyphen after the code (RFC 5321 4.2.1). */
function turns(lines: readonly DialogueLine[]): readonly Turn[] {
  const found: Turn[] = [];
  let open = false;
  for (const { direction, text } of lines) {
    const last = found.at(-1);
    if (open && last?.direction === direction) last.texts.push(text);
    else found.push({ direction, texts: [text] });
    open = direction === 'S' && /^\d{3}-/.test(text);
  }
  return found;
}

function arrow(direction: 'C' | 'S', y: number): string {
  const [from, to, back] = direction === 'C' ? [LEFT, RIGHT, -7] : [RIGHT, LEFT, 7];
  const colour = direction === 'C' ? '#0b3d91' : '#7a1f1f';
  return `<path d="M${from} ${y}H${to}m${back} -4l${-back} 4l${back} 4" fill="none" stroke="${colour}"/>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
