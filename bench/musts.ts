/** A figure that may not exceed another. */
export interface Must {
  readonly name: string;
  readonly measured: number;
  readonly limit: number;
}

/** One line that says which are met, and by how much those that are not are missed. */
export function mustsLine(musts: readonly Must[]): string {
  const met = ({ measured, limit }: Must) => measured <= limit;
  const told = ({ name, measured, limit }: Must) => `${name} ${round(measured)} (<= ${round(limit)})`;
  const missed = musts.filter((must) => !met(must));
  const kept = musts.filter(met);
  const parts = [
    kept.length > 0 ? `met: ${kept.map(told).join(', ')}` : '',
    missed.length > 0 ? `MISSED: ${missed.map(told).join(', ')}` : 'all musts are met',
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function round(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(2);
}
