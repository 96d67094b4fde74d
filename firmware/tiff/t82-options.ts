import type { Ifd } from './ifd.ts';
import { TAGS } from './tags.ts';

/** T82Options (RFC 3949 5.2.3): all bits 0 is T.82 as T.85 restricts it, and the default; others are for further study. */
export const T82_OPTIONS_T85 = 0;

/** A sentence when the field asks for a kind of JBIG that no standard defines; undefined when the page is T.85's. */
export function t82OptionsProblem(ifd: Ifd): string | undefined {
  if (!ifd.entries.has(TAGS.T82Options)) return undefined;
  const value = ifd.integer(TAGS.T82Options);
  if (value === T82_OPTIONS_T85) return undefined;
  return `T82Options is ${value ?? 'unreadable'}, expected ${T82_OPTIONS_T85} (T.85)`;
}
