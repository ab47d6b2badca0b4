/** A thing and how much of it there is. */
export interface Amount {
  key: string;
  name: string;
  value: number;
}

/** Percents of the largest; what is there at all is seen. */
export function shareOf(value: number, amounts: Amount[]): number {
  const most = Math.max(0, ...amounts.map((one) => one.value));
  if (most === 0 || value <= 0) return 0;
  return Math.max((value / most) * 100, LEAST);
}

const LEAST = 1;

/** A name that fits beside its number on a phone. */
export function shortened(name: string, longest = 30): string {
  return name.length > longest ? `${name.slice(0, longest - 1).trimEnd()}…` : name;
}
