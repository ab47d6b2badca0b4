import { type InfiniteData, infiniteQueryOptions, type QueryClient, useInfiniteQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { useFallback } from '@/shared/realtime';
import { toFolderPage } from '../lib/toEntry';
import type { Entry, FolderPage, ListingParams, Source } from '../types';

const PAGE = 100;

function fetchPage(source: Source, params: ListingParams, startIndex: number, signal: AbortSignal) {
  const query = {
    startIndex,
    count: PAGE,
    sortBy: params.sortBy,
    sortOrder: params.descending ? (1 as const) : (0 as const),
    ...(params.search ? { filterValue: params.search } : {}),
  };
  switch (source.place) {
    case 'folder':
      return api.GET('/api/2.0/files/{folderId}', { params: { path: { folderId: source.id }, query }, signal });
    case 'my':
      return api.GET('/api/2.0/files/@my', { params: { query }, signal });
    case 'trash':
      return api.GET('/api/2.0/files/@trash', { params: { query }, signal });
    case 'favorites':
      return api.GET('/api/2.0/files/@favorites', { params: { query }, signal });
    case 'recent':
      return api.GET('/api/2.0/files/recent', { params: { query }, signal });
  }
}

export function listingQuery(source: Source, params: ListingParams) {
  return infiniteQueryOptions({
    queryKey: ['entries', source, params],
    queryFn: async ({ pageParam, signal }) => toFolderPage(await unwrap(fetchPage(source, params, pageParam, signal))),
    initialPageParam: 0,
    getNextPageParam: (page) => {
      const reached = page.startIndex + page.count;
      return page.count > 0 && reached < page.total ? reached : undefined;
    },
  });
}

/** The content of a place, page by page. Keeps showing the old order while a new one is fetched. */
export function useListing(source: Source, params: ListingParams) {
  return useInfiniteQuery({
    ...listingQuery(source, params),
    refetchInterval: useFallback(),
    placeholderData: (previous, query) =>
      JSON.stringify(query?.queryKey[1]) === JSON.stringify(source) ? previous : undefined,
  });
}

type Pages = InfiniteData<FolderPage>;

/** What the lists looked like before an optimistic change. */
export type Snapshot = [key: readonly unknown[], data: Pages | undefined][];

/** Changes every loaded list at once and returns what they were. */
export async function patchListings(
  client: QueryClient,
  change: (entries: Entry[], page: FolderPage) => Entry[],
): Promise<Snapshot> {
  await client.cancelQueries({ queryKey: ['entries'] });
  const before = client.getQueriesData<Pages>({ queryKey: ['entries'] });
  for (const [key, data] of before) {
    if (!data) continue;
    const pages = data.pages.map((page) => {
      const entries = change(page.entries, page);
      const lost = page.entries.length - entries.length;
      return { ...page, entries, total: page.total - lost };
    });
    client.setQueryData<Pages>(key, { ...data, pages });
  }
  return before;
}

export function restoreListings(client: QueryClient, snapshot: Snapshot | undefined): void {
  for (const [key, data] of snapshot ?? []) client.setQueryData(key, data);
}
