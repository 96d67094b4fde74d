/**
 * How a machine writes its answer to `RCPT TO:<…> CONNEG`: `manual` as on manual page 472 with the misprints put
 * right, `manual-verbatim` with them, `rfc4141` with the keyword CONNEG on every capability line.
 */
export const CONNEG_DIALECTS = ['manual', 'manual-verbatim', 'rfc4141'] as const;
export type ConnegDialect = (typeof CONNEG_DIALECTS)[number];
