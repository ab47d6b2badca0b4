import { useCallback } from 'react';

interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** So many lines before the end of what is loaded the next page is fetched. */
const NEAR = 20;

/** For lists that grow from the top: fetches the next page when the end of what is loaded comes into sight. */
export function useNextPage({ hasNextPage, isFetchingNextPage, fetchNextPage }: Paged, loaded: number) {
  return useCallback(
    (_first: number, last: number) => {
      if (last >= loaded - NEAR && hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
    [hasNextPage, isFetchingNextPage, fetchNextPage, loaded],
  );
}
