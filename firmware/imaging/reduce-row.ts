/**
 * Narrowing one packed row by OR. A plan is made once a page: either octets map to half octets by table, or each pel has
 * the pel it goes to.
 */
export type RowReduction =
  | { readonly kind: 'same' }
  | { readonly kind: 'halve' }
  /** `pels[x]` is where pel x goes. */
  | { readonly kind: 'map'; readonly pels: Uint16Array };

/** Pels 2i and 2i+1 of an octet ORed into bit i of four. */
const HALVED = Uint8Array.from({ length: 256 }, (_, octet) => {
  let half = 0;
  for (let pair = 0; pair < 4; pair += 1) if (((octet >> (pair * 2)) & 3) !== 0) half |= 1 << pair;
  return half;
});

/**
 * Plans rows of `from` pels scaled by `scale` (≤ 1) and centred in `to` pels; what overhangs is ORed into the edge pel
 * by the plan's clamping, which happens to no combination of the width table.
 */
export function rowReduction(from: number, to: number, scale: number): RowReduction {
  if (scale === 1 && from === to) return { kind: 'same' };
  if (scale === 0.5 && from === to * 2 && to % 8 === 0) return { kind: 'halve' };
  const scaled = Math.round(from * scale);
  const left = Math.floor((to - scaled) / 2);
  const pels = Uint16Array.from({ length: from }, (_, x) =>
    Math.min(to - 1, Math.max(0, left + Math.floor((x * scaled) / from))),
  );
  return { kind: 'map', pels };
}

/** Writes the reduced row over white octets of `target` from `at`. */
export function reduceRow(plan: RowReduction, row: Uint8Array, target: Uint8Array, at: number): void {
  if (plan.kind === 'same') {
    target.set(row, at);
  } else if (plan.kind === 'halve') {
    for (let i = 0; i < row.length; i += 2) {
      target[at + (i >> 1)] = ((HALVED[row[i] ?? 0] ?? 0) << 4) | (HALVED[row[i + 1] ?? 0] ?? 0);
    }
  } else {
    reduceByMap(plan.pels, row, target, at);
  }
}

function reduceByMap(pels: Uint16Array, row: Uint8Array, target: Uint8Array, at: number): void {
  for (let i = 0; i < row.length; i += 1) {
    // Most octets of a page are white; only set bits are walked in the others.
    for (let octet = row[i] ?? 0; octet !== 0; ) {
      const bit = Math.clz32(octet) - 24;
      octet &= ~(0x80 >> bit);
      const to = pels[i * 8 + bit] ?? 0;
      const octetAt = at + (to >> 3);
      target[octetAt] = (target[octetAt] ?? 0) | (0x80 >> (to & 7));
    }
  }
}
