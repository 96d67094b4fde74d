/** What one action of a file command found: `json` for programs, `story` for people, `warnings` for standard error. */
export interface FileReport {
  readonly code: 0 | 1;
  readonly json: object;
  readonly story: readonly string[];
  readonly warnings?: readonly string[];
}

/** Tells it as `--json` asks, and gives the exit code. */
export function tellReport(report: FileReport, json: boolean): 0 | 1 {
  const lines = json ? [JSON.stringify(report.json, null, 2)] : report.story;
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  if (!json) process.stderr.write((report.warnings ?? []).map((line) => `dpsim: ${line}\n`).join(''));
  return report.code;
}
