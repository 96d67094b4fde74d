/** Octets one line may gain. */
export const MISPRINT_OCTETS = 3;

/**
 * What the sample of manual page 472 prints otherwise than `layoutFilter` does: uneven indents, JBIG under a misspelt
 * tag, and the outer `)` one line early. Any other capability suffers the same damage where it has these lines.
 */
const MISPRINTS: readonly (readonly [RegExp, string])[] = [
  [/^ {2}(\(\|\(image-coding=)/, ' $1'],
  [/\(image-coding=JBIG\)/, '(imagecoding=JBIG)'],
  [/^ {2}(\(size-x)/, '   $1'],
  [/^ {2}(\(paper-size=.*\))$/, '   $1 )'],
  [/^ {2}(\(ua-media=)/, ' $1'],
];

/** One line of a laid-out capability as the manual misprints it. */
export function misprint(line: string): string {
  return MISPRINTS.reduce((text, [printed, misprinted]) => text.replace(printed, misprinted), line);
}
