/** What one action of a file command found: `json` for programs, `story` for people, `warnings` for standard error. */
export interface FileReport {
  readonly code: 0 | 1;
  readonly json: object;
  readonly story: readonly string[];
  readonly warnings?: readonly string[];
}
