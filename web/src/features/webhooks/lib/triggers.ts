import type { Trigger } from '../api/webhooks';

/** Everything, as it travels. */
export const EVERYTHING = 0;

/** Whether a set has a trigger. Sets are sums of powers of two, beyond what bit operators reach. */
export function has(set: number, trigger: number): boolean {
  return trigger > 0 && Math.floor(set / trigger) % 2 === 1;
}

/** The triggers of a set. */
export function membersOf(set: number, all: Trigger[]): Trigger[] {
  return all.filter(({ number }) => has(set, number));
}

/** The set of triggers. */
export function setOf(numbers: number[]): number {
  return [...new Set(numbers)].reduce((sum, number) => sum + number, 0);
}

/** What a trigger is about: `file` of `file.created`. */
export function areaOf(name: string): string {
  return name.split('.')[0] ?? name;
}
