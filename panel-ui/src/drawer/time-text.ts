/** Milliseconds of rig time as seconds: `12.345 s`. */
export function instantText(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}

/** How long a stretch of lines took. */
export function spanText(lines: readonly { readonly at: number }[]): string {
  const span = (lines.at(-1)?.at ?? 0) - (lines[0]?.at ?? 0);
  return span < 1000 ? `${Math.round(span)} ms` : instantText(span);
}
