/** Something that reads octets of strangers. One file below `targets/` exports one as `target`. */
export interface FuzzTarget {
  readonly name: string;
  /** Well-formed inputs to be spoilt, made by other programs where they are installed. */
  corpus(): readonly Uint8Array[];
  /**
   * Reads spoilt octets; `chance` chooses options. Throws when the outcome is neither a result nor an error as documented,
   * or costs more steps than the documented bound.
   */
  read(octets: Uint8Array, chance: (below: number) => number): void;
}
