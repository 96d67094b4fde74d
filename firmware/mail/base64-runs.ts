/** A run shorter than this is left to the MIME parser. *Own design.* */
const LEAST_LINES = 8;
/** RFC 2045 6.8: at most 76 characters a line; shorter lines than these are no mail program's base64. */
const LEAST_LINE = 60;
const LONGEST_LINE = 76;

const LF = 0x0a;
const CR = 0x0d;
const HYPHEN = 0x2d;
const UNDERSCORE = 0x5f;
/** What stands for a run in the outline: this and six digits, base64, whole groups of four characters. */
const MARK = 'dpsim-run-of';
const MARK_OCTETS = MARK.length + 6;

interface Run {
  readonly from: number;
  readonly to: number;
  /** What it means. */
  readonly decoded: Uint8Array;
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
  return { octets: Buffer.concat(pieces), restored: (contents) => restored(runs, contents) };
}

function restored(runs: readonly Run[], contents: readonly Uint8Array[]): readonly Uint8Array[] | undefined {
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
    whole.push(Buffer.concat([run.decoded, content.subarray(MARK_OCTETS)]));
  }
  return found.size === runs.length ? whole : undefined;
}

/** Of lines of one length, a multiple of four: what stands before and after them in the part keeps its place. */
function runsOf(octets: Uint8Array): readonly Run[] {
  const runs: Run[] = [];
  for (let start = 0; start < octets.length; ) {
    const newline = octets.indexOf(LF, start);
    if (newline < 0) break;
    const to = endOfRun(octets, start, newline);
    // What turned out to be none is left whole: looking at each of its lines again would take lines times lines.
    const run = to === undefined ? undefined : runBetween(octets, start, newline, to);
    if (run !== undefined) runs.push(run);
    start = to ?? newline + 1;
  }
  return runs;
}

/** Looks at line ends only; undefined when the line that ends at `newline` begins no run. */
function endOfRun(octets: Uint8Array, from: number, newline: number): number | undefined {
  const withCr = octets[newline - 1] === CR;
  const letters = lettersOf(octets, from, newline);
  if (letters < LEAST_LINE || letters > LONGEST_LINE || letters % 4 !== 0) return undefined;
  const line = newline + 1 - from;
  let to = newline + 1;
  while (octets[to + line - 1] === LF && (octets[to + line - 2] === CR) === withCr) to += line;
  return (to - from) / line < LEAST_LINES ? undefined : to;
}

/** Whether there is base64 between the line ends is told by how much of it can be decoded. */
function runBetween(octets: Uint8Array, from: number, newline: number, to: number): Run | undefined {
  const text = Buffer.from(octets.buffer, octets.byteOffset + from, to - from);
  // Node takes the letters of base64url too, the MIME parser does not.
  if (text.includes(HYPHEN) || text.includes(UNDERSCORE)) return undefined;
  const lines = (to - from) / (newline + 1 - from);
  const decoded = Buffer.from(text.toString('latin1'), 'base64');
  return decoded.length === (lines * lettersOf(octets, from, newline) * 3) / 4 ? { from, to, decoded } : undefined;
}

function lettersOf(octets: Uint8Array, from: number, newline: number): number {
  return newline - from - (octets[newline - 1] === CR ? 1 : 0);
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
