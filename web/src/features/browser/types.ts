import type { KindFilter, ListingParams } from '@/features/files';

/** How the address of a list says its order, search and filters. */
export interface ListSearch {
  sort?: ListingParams['sortBy'];
  desc?: boolean;
  q?: string;
  kind?: KindFilter;
  /** Id of a person. */
  by?: string;
  /** False: not in the folders inside. */
  deep?: boolean;
}

const SORTS: ListingParams['sortBy'][] = ['AZ', 'DateAndTime', 'Size', 'Type'];

/** In the order in which the filter offers them. */
export const KINDS: KindFilter[] = [
  'folders',
  'documents',
  'spreadsheets',
  'presentations',
  'pdf',
  'images',
  'media',
  'archives',
];

export function readListSearch(search: Record<string, unknown>): ListSearch {
  const sort = SORTS.find((name) => name === search['sort']);
  const kind = KINDS.find((name) => name === search['kind']);
  return {
    ...(sort && { sort }),
    ...(typeof search['desc'] === 'boolean' && { desc: search['desc'] }),
    ...(search['q'] !== undefined && search['q'] !== '' && { q: String(search['q']) }),
    ...(kind && { kind }),
    ...(typeof search['by'] === 'string' && search['by'] !== '' && { by: search['by'] }),
    ...(search['deep'] === false && { deep: false }),
  };
}

export function toParams({
  sort = 'DateAndTime',
  desc = true,
  q = '',
  kind,
  by,
  deep = true,
}: ListSearch): ListingParams {
  return { sortBy: sort, descending: desc, search: q, kind: kind ?? null, author: by ?? null, deep };
}

/** The shortest address that says the same. */
export function toSearch({ sortBy, descending, search, kind, author, deep }: ListingParams): ListSearch {
  return {
    ...(sortBy !== 'DateAndTime' && { sort: sortBy }),
    ...(!descending && { desc: false }),
    ...(search && { q: search }),
    ...(kind && { kind }),
    ...(author && { by: author }),
    ...(!deep && { deep: false }),
  };
}
