import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { ListingParams } from '@/features/files';
import { type ListSearch, readListSearch, toParams } from '../types';

/** Order and search of a list, kept in the address. */
export function useListParams(): [ListingParams, (change: Partial<ListingParams>) => void] {
  const raw = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const params = useMemo(() => toParams(readListSearch(raw)), [raw]);
  const change = useCallback(
    (part: Partial<ListingParams>) => {
      const next = { ...params, ...part };
      const search: ListSearch = {
        ...(next.sortBy !== 'DateAndTime' && { sort: next.sortBy }),
        ...(!next.descending && { desc: false }),
        ...(next.search && { q: next.search }),
      };
      void navigate({ to: '.', search: search as never, replace: true });
    },
    [navigate, params],
  );
  return [params, change];
}
