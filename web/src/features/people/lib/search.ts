import type { Area, PeopleFilter, PersonStatus, PersonType, SortBy } from '../types';

/** What the address of a list of people may say. */
export interface PeopleSearch {
  q?: string;
  type?: PersonType;
  status?: PersonStatus;
  group?: string;
  pay?: 'paid' | 'free';
  quota?: 'default' | 'custom';
  mine?: boolean;
  sort?: SortBy;
  desc?: boolean;
  /** Whose details are open. */
  person?: string;
}

const TYPES = ['DocSpaceAdmin', 'RoomAdmin', 'User'] as const;
const STATES = ['active', 'pending', 'disabled'] as const;
export const SORTS: readonly SortBy[] = ['displayname', 'type', 'email', 'department', 'createdby', 'registrationdate'];

function oneOf<T extends string>(choices: readonly T[], raw: unknown): T | undefined {
  return choices.find((choice) => choice === raw);
}

function text(raw: unknown): string | undefined {
  return raw === undefined || raw === '' ? undefined : String(raw);
}

/** Everything the address says that makes sense; the rest is left out. */
export function readPeopleSearch(raw: Record<string, unknown>): PeopleSearch {
  const read: PeopleSearch = {
    q: text(raw['q']),
    type: oneOf(TYPES, raw['type']),
    status: oneOf(STATES, raw['status']),
    group: text(raw['group']),
    pay: oneOf(['paid', 'free'] as const, raw['pay']),
    quota: oneOf(['default', 'custom'] as const, raw['quota']),
    mine: raw['mine'] === true ? true : undefined,
    sort: oneOf([...SORTS, 'usedspace'] as const, raw['sort']),
    desc: raw['desc'] === true ? true : undefined,
    person: text(raw['person']),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** Whether the list shows less than everybody. */
export function isNarrowed(search: PeopleSearch): boolean {
  return Boolean(search.q) || isFiltered(search);
}

export function isFiltered({ type, status, group, pay, quota, mine }: PeopleSearch): boolean {
  return Boolean(type || status || group || pay || quota || mine);
}

export const NO_FILTERS: Partial<PeopleSearch> = {
  type: undefined,
  status: undefined,
  group: undefined,
  pay: undefined,
  quota: undefined,
  mine: undefined,
};

export function toFilter(search: PeopleSearch, area: Area): PeopleFilter {
  return {
    area,
    search: search.q ?? '',
    type: area === 'guests' ? null : (search.type ?? null),
    status: search.status ?? null,
    group: search.group ?? null,
    payment: search.pay ?? null,
    quota: search.quota ?? null,
    mine: search.mine ?? false,
    sortBy: search.sort ?? null,
    descending: search.desc ?? false,
  };
}
