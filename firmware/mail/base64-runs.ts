/** A run shorter than this is left to the MIME parser. *Own design.* */
const LEAST_LINES = 8;
/** RFC 2045 6.8: at most 76 characters a line; shorter lines than these are no mail program's base64. */
const LEAST_LINE = 56;
const LONGEST_LINE = 76;

const LF = 0x0a;
const CR = 0x0d;
/** What stands for a run in the outline: this and six digits, base64, whole groups of four characters. */
const MARK = 'dpsim-run-of';
const MARK_OCTETS = MARK.length + 6;

const IN_ALPHABET = new Uint8Array(256);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/') {
  IN_ALPHABET[letter.charCodeAt(0)] = 1;
}

interface Run {
  readonly from: number;
  readonly to: number;
}

/** A message whose long runs of base64 lines are taken out, each for one line that stands for it. */
export interface MessageOutline {
  readonly octets: Uint8Array;
  /**
   * The contents of the outline's parts with the runs back in them, in the same order. Undefined when a run is not the
   * beginning of exactly one part: then it was not base64, or not only, and the message itself must be parsed.
   */
  restored(contents: readonly Uint8Array[]): readonly Uint8Array[] | undefined;
}

/**
 * Takes the long runs of base64 lines out of a message, so that a MIME parser sees its structure only: it needs some
 * microseconds for each line, and a fax has a thousand lines a page. Undefined when there is no run. Pure.
 */
export function outlineOf(octets: Uint8Array): MessageOutline | undefined {
  const runs = runsOf(octets);
  if (runs.length === 0) return undefined;
  const pieces: Uint8Array[] = [];
  let kept = 0;
  runs.forEach(({ from, to }, index) => {
    pieces.push(octets.subarray(kept, from), Buffer.from(`${base64Of(markOf(index))}\r\n`, 'latin1'));
    kept = to;
  });
  pieces.push(octets.subarray(kept));
  return { octets: Buffer.concat(pieces), restored: (contents) => restored(octets, runs, contents) };
}

function restored(
  octets: Uint8Array,
  runs: readonly Run[],
  contents: readonly Uint8Array[],
): readonly Uint8Array[] | undefined {
  const found = new Set<number>();
  const whole: Uint8Array[] = [];
  for (const content of contents) {
    const index = markedBy(content);
    const run = index === undefined ? undefined : runs[index];
    if (index === undefined || run === undefined) {
      whole.push(content);
      continue;
    }
    if (found.has(index)) return undefined;
    found.add(index);
    whole.push(Buffer.concat([decoded(octets.subarray(run.from, run.to)), content.subarray(MARK_OCTETS)]));
  }
  return found.size === runs.length ? whole : undefined;
}

/** Of lines of one length, a multiple of four: what stands before and after them in the part keeps its place. */
function runsOf(octets: Uint8Array): readonly Run[] {
  const runs: Run[] = [];
  let from = 0;
  let lines = 0;
  let length = 0;
  const end = (to: number): void => {
    if (lines >= LEAST_LINES) runs.push({ from, to });
    lines = 0;
  };
  for (let start = 0; start < octets.length; ) {
    const newline = octets.indexOf(LF, start);
    if (newline < 0) {
      end(start);
      break;
    }
    const textEnd = octets[newline - 1] === CR ? newline - 1 : newline;
    const letters = textEnd - start;
    if (lines > 0 && letters !== length) end(start);
    if (isBase64Line(octets, start, textEnd)) {
      if (lines === 0) {
        from = start;
        length = letters;
      }
      lines += 1;
    } else {
      end(start);
    }
    start = newline + 1;
    if (start >= octets.length) end(start);
  }
  return runs;
}

function isBase64Line(octets: Uint8Array, from: number, to: number): boolean {
  const letters = to - from;
  if (letters < LEAST_LINE || letters > LONGEST_LINE || letters % 4 !== 0) return false;
  for (let index = from; index < to; index++) if (IN_ALPHABET[octets[index] ?? 0] !== 1) return false;
  return true;
}

function decoded(run: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(run.buffer, run.byteOffset, run.length).toString('latin1'), 'base64');
}

function markOf(index: number): string {
  return MARK + String(index).padStart(6, '0');
}

function base64Of(text: string): string {
  return Buffer.from(text, 'latin1').toString('base64');
}

/** The run a part's content begins with. */
function markedBy(content: Uint8Array): number | undefined {
  if (content.length < MARK_OCTETS) return undefined;
  const text = Buffer.from(content.buffer, content.byteOffset, MARK_OCTETS).toString('latin1');
  return text.startsWith(MARK) && /^\d{6}$/.test(text.slice(MARK.length)) ? Number(text.slice(MARK.length)) : undefined;
}
