/** One clause of RFC 3949 that a file breaks. */
export interface ProfileBreach {
  /** Page from 0; undefined when it concerns the whole file. */
  readonly page: number | undefined;
  /** Section of RFC 3949, or of TIFF 6.0 where that says so. */
  readonly section: string;
  /** Field name or part of the file. */
  readonly what: string;
  readonly found: string;
  readonly expected: string;
  /** The clause says SHOULD: a file that breaks it conforms nevertheless. */
  readonly advice?: true;
}

/** Breaches told of one file: whoever has a thousand to mend has enough to do. *Own design.* */
export const MAX_BREACHES = 1000;

/** Takes down what one page, or the file, breaks; nothing beyond `MAX_BREACHES`. */
export class BreachList {
  readonly breaches: ProfileBreach[] = [];
  /** Page from 0 that is being looked at; undefined for the whole file. */
  page: number | undefined;

  get full(): boolean {
    return this.breaches.length >= MAX_BREACHES;
  }

  /** Notes a breach unless `ok`. */
  expect(section: string, what: string, found: string | number | undefined, expected: string, ok = false): void {
    if (ok || this.full) return;
    this.breaches.push({ page: this.page, section, what, found: String(found ?? 'missing'), expected });
  }

  /** The same for what the clause says SHOULD. */
  advise(section: string, what: string, found: string | number | undefined, expected: string, ok = false): void {
    if (ok || this.full) return;
    this.breaches.push({ page: this.page, section, what, found: String(found ?? 'missing'), expected, advice: true });
  }
}
