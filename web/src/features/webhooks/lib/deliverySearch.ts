/** Kinds of answers with the numbers of the contract. */
export const OUTCOMES = [
  { name: 'unanswered', number: 1 },
  { name: 'well', number: 2 },
  { name: 'redirected', number: 4 },
  { name: 'refused', number: 8 },
  { name: 'broken', number: 16 },
] as const;

export type Outcome = (typeof OUTCOMES)[number]['name'];

/** Which deliveries are wanted; days as `2026-11-28`. Kept in the address. */
export interface DeliveryFilter {
  /** Number of a webhook. */
  hook?: number;
  trigger?: number;
  outcome?: Outcome;
  from?: string;
  to?: string;
  /** From 1. */
  page?: number;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether the deliveries are looked at, and which of them. */
export function readDeliverySearch(raw: Record<string, unknown>): DeliveryFilter & { log?: boolean } {
  const day = (name: string) => (DAY.test(String(raw[name])) ? String(raw[name]) : undefined);
  const number = (name: string, least: number) => {
    const value = Number(raw[name]);
    return Number.isSafeInteger(value) && value >= least ? value : undefined;
  };
  const read = {
    log: raw['log'] === true || raw['log'] === 'true' || undefined,
    hook: number('hook', 1),
    trigger: number('trigger', 1),
    outcome: OUTCOMES.find(({ name }) => name === raw['outcome'])?.name,
    from: day('from'),
    to: day('to'),
    page: number('page', 2),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}
