/**
 * What EHLO said of SIZE (RFC 1870 3 and 4), keywords in upper case; undefined when it said nothing. Without a number, with
 * 0 or with one that cannot be read there is no limit.
 */
export function sizeLimit(ehloKeywords: readonly string[]): { readonly octets: number } | undefined {
  const found = ehloKeywords.find((line) => /^SIZE(?!\S)/.test(line));
  if (found === undefined) return undefined;
  const [, value = ''] = found.split(/\s+/);
  const octets = /^\d{1,20}$/.test(value) ? Number(value) : 0;
  return { octets: octets === 0 ? Number.POSITIVE_INFINITY : octets };
}
