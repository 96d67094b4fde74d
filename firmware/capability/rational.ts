/**
 * An exact number of RFC 2533 4.1 (`integer` / `rational`), kept as written: `200/100` and `2` are the same value but
 * not the same text, and a capability is printed with the numbers it was given. The denominator is positive.
 */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export function rational(numerator: number | bigint, denominator: number | bigint = 1): Rational {
  const written = { numerator: BigInt(numerator), denominator: BigInt(denominator) };
  if (written.denominator <= 0n) {
    throw new RangeError(`a rational has a denominator of 1 or more, not ${written.denominator}`);
  }
  return written;
}

/** Negative, 0 or positive as `a` is less than, equal to or greater than `b`, by value: 600/400 equals 3/2. */
export function compareRationals(a: Rational, b: Rational): number {
  if (a === b) return 0;
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Lowest terms. */
export function reduceRational({ numerator, denominator }: Rational): Rational {
  let divisor = numerator < 0n ? -numerator : numerator;
  let rest = denominator;
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** `n` or `n/d`, as written; a leading `+` and a denominator of 1 are not kept. */
export function printRational({ numerator, denominator }: Rational): string {
  return denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`;
}
