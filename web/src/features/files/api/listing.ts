import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  useInfiniteQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useMemo, useRef } from 'react';
import { api, unwrap } from '@/api/client';
import { useFallback } from '@/shared/realtime';
import { toFolderPage } from '../lib/toEntry';
import type { Entry, FolderPage, KindFilter, ListingParams, Source } from '../types';

const PAGE = 100;
/** So many pages of a long list are kept; further ones are fetched when somebody scrolls there. */
const KEPT = 8;
/** So many entries before the edge of what is loaded the next page is fetched. */
const NEAR = 30;

/** FilterType of the contract. */
const KINDS: Record<KindFilter, 2 | 3 | 4 | 5 | 7 | 10 | 12 | 22> = {
  folders: 2,
  documents: 3,
  presentations: 4,
  spreadsheets: 5,
  images: 7,
  archives: 10,
  media: 12,
  pdf: 22,
};

/** True while the list shows only a part of what is there. */
export const isNarrowed = ({ search, kind, author }: ListingParams) => Boolean(search || kind || author);

/** A page of a place, as the server hands it out. */
export function fetchContent(
  source: Source,
  params: ListingParams,
  startIndex: number,
  signal?: AbortSignal,
  count = PAGE,
) {
  return unwrap(fetchPage(source, params, startIndex, count, signal));
}

function fetchPage(source: Source, params: ListingParams, startIndex: number, count: number, signal?: AbortSignal) {
  const query = {
    startIndex,
    count,
    sortBy: params.sortBy,
    sortOrder: params.descending ? (1 as const) : (0 as const),
    ...(params.search && { filterValue: params.search }),
    ...(params.kind && { filterType: KINDS[params.kind] }),
    ...(params.author && { userIdOrGroupId: params.author }),
    ...(isNarrowed(params) && { withSubFolders: params.deep }),
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
    case 'shared':
      // The reference document forgets it; it answers as the favourites do.
      return api.GET('/api/2.0/files/@share' as '/api/2.0/files/@favorites', { params: { query }, signal });
    case 'recent':
      return api.GET('/api/2.0/files/recent', { params: { query }, signal });
  }
}

export function listingQuery(source: Source, params: ListingParams) {
  return infiniteQueryOptions({
    queryKey: ['entries', source, params],
    queryFn: async ({ pageParam, signal }) => toFolderPage(await fetchContent(source, params, pageParam, signal)),
    initialPageParam: 0,
    getNextPageParam: (page) => {
      const reached = page.startIndex + page.count;
      return page.count > 0 && reached < page.total ? reached : undefined;
    },
    getPreviousPageParam: (page) => (page.startIndex > 0 ? Math.max(0, page.startIndex - PAGE) : undefined),
    maxPages: KEPT,
  });
}

type Pages = InfiniteData<FolderPage>;

/**
 * The content of a place: the part of it that is in sight, and some pages around. `see` tells which places of the list are
 * in sight; far away from what is loaded the list starts anew there, so that one may jump to the end of a hundred thousand.
 */
export function useListing(source: Source, params: ListingParams) {
  const client = useQueryClient();
  const options = listingQuery(source, params);
  const query = useInfiniteQuery({
    ...options,
    refetchInterval: useFallback(),
    // Keeps showing the old order while a new one is fetched.
    placeholderData: (previous, known) =>
      JSON.stringify(known?.queryKey[1]) === JSON.stringify(source) ? previous : undefined,
  });
  const pages = query.data?.pages;
  const entries = useMemo(() => pages?.flatMap((page) => page.entries) ?? [], [pages]);
  const first = pages?.[0];
  const last = pages?.[pages.length - 1];
  const start = first?.startIndex ?? 0;
  const end = last ? last.startIndex + last.count : 0;
  const total = first?.total ?? 0;

  const jumping = useRef<AbortController | null>(null);
  const jump = async (place: number) => {
    jumping.current?.abort();
    const control = new AbortController();
    jumping.current = control;
    const from = Math.max(0, Math.floor(place / PAGE) * PAGE);
    try {
      const page = toFolderPage(await fetchContent(source, params, from, control.signal));
      await client.cancelQueries({ queryKey: options.queryKey, exact: true });
      if (!control.signal.aborted) client.setQueryData<Pages>(options.queryKey, { pages: [page], pageParams: [from] });
    } catch {
      // Aborted by a further jump, or told when the place is seen again.
    } finally {
      if (jumping.current === control) jumping.current = null;
    }
  };
  const { hasNextPage, hasPreviousPage, isFetching, fetchNextPage, fetchPreviousPage, isPlaceholderData } = query;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `jump` is made anew each time of what is listed here
  const see = useCallback(
    (firstSeen: number, lastSeen: number) => {
      if (end === 0 || isPlaceholderData) return;
      const missing = lastSeen >= end + PAGE || (lastSeen >= end && firstSeen >= end) || firstSeen < start - PAGE;
      if (missing && firstSeen < total) void jump(firstSeen);
      else if (isFetching) return;
      else if (lastSeen >= end - NEAR && hasNextPage) void fetchNextPage();
      else if (firstSeen < start + NEAR && hasPreviousPage) void fetchPreviousPage();
    },
    [start, end, total, isFetching, isPlaceholderData, hasNextPage, hasPreviousPage],
  );
  return { ...query, entries, page: first, start, end, total, see };
}

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
    const changed = data.pages.map((page) => ({ ...page, entries: change(page.entries, page) }));
    const lost = data.pages.reduce(
      (sum, page, at) => sum + page.entries.length - (changed[at]?.entries.length ?? 0),
      0,
    );
    const pages = changed.map((page) => ({ ...page, total: page.total - lost }));
    client.setQueryData<Pages>(key, { ...data, pages });
  }
  return before;
}

export function restoreListings(client: QueryClient, snapshot: Snapshot | undefined): void {
  for (const [key, data] of snapshot ?? []) client.setQueryData(key, data);
}
