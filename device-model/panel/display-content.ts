/**
 * What the touch display shows. Layout, sizes and wording are *own design*, in the manner of the family: what the real
 * display shows is not known to us.
 */
export interface DisplayContent {
  /** The screen's name, such as `standby` or `general-settings`; `off` while there is no power. */
  readonly screen: string;
  /** At most 40 characters. */
  readonly title: string;
  /** 4 to 10 lines of at most 40 characters. */
  readonly lines: readonly string[];
  /** Touch targets, at most 12. */
  readonly softKeys: readonly SoftKey[];
  /** What is being typed. */
  readonly entry: DisplayEntry | undefined;
  /** False in energy saver and without power. */
  readonly backlight: boolean;
}

export interface SoftKey {
  /** A stable word such as `job-list`, `row-3` or `back`. */
  readonly id: string;
  /** At most 18 characters. */
  readonly label: string;
  readonly selected: boolean;
  readonly disabled: boolean;
}

export interface DisplayEntry {
  readonly kind: 'digits' | 'address' | 'octets' | 'text' | 'password';
  readonly label: string;
  /** Masked for a password. */
  readonly value: string;
  /** Characters. */
  readonly limit: number;
}

export const DISPLAY_LIMITS = { lines: { least: 4, most: 10 }, columns: 40, softKeys: 12, labelColumns: 18 } as const;

/** A display without power. */
export const DARK: DisplayContent = {
  screen: 'off',
  title: '',
  lines: ['', '', '', ''],
  softKeys: [],
  entry: undefined,
  backlight: false,
};

/** The content as the display can show it: what is longer is cut off, control characters become spaces. */
export function displayable(content: DisplayContent): DisplayContent {
  const { lines, columns, softKeys, labelColumns } = DISPLAY_LIMITS;
  const rows = Math.min(Math.max(content.lines.length, lines.least), lines.most);
  return {
    screen: content.screen,
    title: cut(content.title, columns),
    lines: Array.from({ length: rows }, (_, row) => cut(content.lines[row] ?? '', columns)),
    softKeys: content.softKeys.slice(0, softKeys).map((key) => ({ ...key, label: cut(key.label, labelColumns) })),
    entry: content.entry,
    backlight: content.backlight,
  };
}

export function sameContent(a: DisplayContent, b: DisplayContent): boolean {
  return (
    a.screen === b.screen &&
    a.title === b.title &&
    a.backlight === b.backlight &&
    a.lines.length === b.lines.length &&
    a.lines.every((line, row) => line === b.lines[row]) &&
    a.softKeys.length === b.softKeys.length &&
    a.softKeys.every((key, place) => sameKey(key, b.softKeys[place])) &&
    sameEntry(a.entry, b.entry)
  );
}

function sameKey(a: SoftKey, b: SoftKey | undefined): boolean {
  return a.id === b?.id && a.label === b.label && a.selected === b.selected && a.disabled === b.disabled;
}

function sameEntry(a: DisplayEntry | undefined, b: DisplayEntry | undefined): boolean {
  return a?.kind === b?.kind && a?.label === b?.label && a?.value === b?.value && a?.limit === b?.limit;
}

/** Counts characters, not UTF-16 halves; trailing blanks are left out. */
function cut(text: string, columns: number): string {
  return Array.from(text.slice(0, columns * 2).replace(/\p{Cc}/gu, ' '))
    .slice(0, columns)
    .join('')
    .trimEnd();
}
