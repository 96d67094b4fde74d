import { DISPLAY_LIMITS } from '../../device-model/index.ts';

/** Columns of a line of the display. */
export const COLUMNS: number = DISPLAY_LIMITS.columns;

/** One text at each end of the line. */
export function pair(left: string, right: string): string {
  return left + right.padStart(Math.max(COLUMNS - left.length, right.length + 1));
}

/** One text at each end; the left one gives way when there is not room for both. */
export function fittingPair(left: string, right: string): string {
  const room = COLUMNS - right.length - 1;
  return pair(left.length <= room ? left : `${left.slice(0, Math.max(0, room - 1))}~`, right);
}

/** The end of a text that is too long for the line: what is being typed stays in sight. */
export function tail(text: string): string {
  return text.length <= COLUMNS ? text : `<${text.slice(text.length - COLUMNS + 1)}`;
}

/** Broken at blanks where it can be, anywhere where it must; what does not fit into so many lines ends with `~`. */
export function wrapped(text: string, lines: number): readonly string[] {
  const broken: string[] = [];
  let rest = text.trim();
  while (rest.length > COLUMNS && broken.length < lines - 1) {
    const blank = rest.lastIndexOf(' ', COLUMNS);
    const end = blank > 0 ? blank : COLUMNS;
    broken.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  if (rest !== '') broken.push(rest.length <= COLUMNS ? rest : `${rest.slice(0, COLUMNS - 1)}~`);
  return broken;
}

export function threeDigits(number: number): string {
  return String(number).padStart(3, '0');
}
