/** What the display shows. Layout and wording of every screen are *own design*. */
export interface DisplayContent {
  /** The screen's name, e.g. 'standby', 'general-settings'. */
  readonly screen: string;
  /** At most 40 characters. */
  readonly title: string;
  /** 4 to 10 lines of at most 40 characters. */
  readonly lines: readonly string[];
  /** Touch targets, at most 12. */
  readonly softKeys: readonly SoftKey[];
  /** What is being typed. */
  readonly entry: DisplayEntry | undefined;
  /** False in energy saver. */
  readonly backlight: boolean;
}

export interface SoftKey {
  /** A stable word such as `job-list`, `row-3`, `back`. */
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
