/** Bilevel codings of RFC 2879 3.7 (`image-coding`); JBIG as T.85 restricts it. */
export const IMAGE_CODINGS = ['MH', 'MR', 'MMR', 'JBIG'] as const;
export type ImageCoding = (typeof IMAGE_CODINGS)[number];

/** Best compression first: what a sender prefers among the codings both ends handle. *Own design.* */
export const CODING_PREFERENCE: readonly ImageCoding[] = ['JBIG', 'MMR', 'MR', 'MH'];
