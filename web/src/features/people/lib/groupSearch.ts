import type { GroupFilter } from '../api/groups';

/** What the address of the list of groups may say. */
export interface GroupSearch {
  q?: string;
  sort?: GroupFilter['sortBy'];
  desc?: boolean;
  /** Whose members are shown. */
  group?: string;
}

export const GROUP_SORTS = ['title', 'manager', 'membersCount'] as const;

export function readGroupSearch(raw: Record<string, unknown>): GroupSearch {
  const sort = GROUP_SORTS.find((one) => one === raw['sort']);
  const q = raw['q'] === undefined ? '' : String(raw['q']);
  return {
    ...(q && { q }),
    ...(sort && sort !== 'title' && { sort }),
    ...(raw['desc'] === true && { desc: true }),
    ...(raw['group'] !== undefined && raw['group'] !== '' && { group: String(raw['group']) }),
  };
}
