/** Which events are wanted; days as `2026-11-28`. Kept in the address. */
export interface EventFilter {
  person?: string;
  from?: string;
  to?: string;
  action?: number;
  kind?: number;
  place?: number;
}

/** Numbers of the contract (platform/07 §7.2) that people choose from. */
export const KINDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19] as const;
export const PLACES = [1, 2, 27, 30, 29, 3] as const;
export const LOGIN_ACTIONS = [
  1000, 1029, 1010, 1027, 1021, 1024, 1019, 1028, 1006, 1002, 1013, 1005, 1004, 1009, 1022, 1025, 1023,
] as const;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function readEventFilter(raw: Record<string, unknown>): EventFilter {
  const day = (name: string) => (DAY.test(String(raw[name])) ? String(raw[name]) : undefined);
  const among = (choices: readonly number[], name: string) => choices.find((one) => one === Number(raw[name]));
  const read: EventFilter = {
    person: raw['person'] === undefined || raw['person'] === '' ? undefined : String(raw['person']),
    from: day('from'),
    to: day('to'),
    action: among(LOGIN_ACTIONS, 'action'),
    kind: among(KINDS, 'kind'),
    place: among(PLACES, 'place'),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}
