import type { ListingParams } from '@/features/files';

/** How the address of a list says its order and search. */
export interface ListSearch {
  sort?: ListingParams['sortBy'];
  desc?: boolean;
  q?: string;
}

const SORTS: ListingParams['sortBy'][] = ['AZ', 'DateAndTime', 'Size', 'Type'];

export function readListSearch(search: Record<string, unknown>): ListSearch {
  const sort = SORTS.find((name) => name === search['sort']);
  return {
    ...(sort && { sort }),
    ...(typeof search['desc'] === 'boolean' && { desc: search['desc'] }),
    ...(search['q'] !== undefined && search['q'] !== '' && { q: String(search['q']) }),
  };
}

export function toParams({ sort = 'DateAndTime', desc = true, q = '' }: ListSearch): ListingParams {
  return { sortBy: sort, descending: desc, search: q };
}
