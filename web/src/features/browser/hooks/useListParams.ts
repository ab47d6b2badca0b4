import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { ListingParams } from '@/features/files';
import { readListSearch, toParams, toSearch } from '../types';

/** Order, search and filters of a list, kept in the address. What else the address says stays there. */
export function useListParams(): [ListingParams, (change: Partial<ListingParams>) => void] {
  const raw = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const params = useMemo(() => toParams(readListSearch(raw)), [raw]);
  const change = useCallback(
    (part: Partial<ListingParams>) => {
      const others = Object.fromEntries(
        Object.entries(raw).filter(([name]) => !['sort', 'desc', 'q', 'kind', 'by', 'deep'].includes(name)),
      );
      const search = { ...others, ...toSearch({ ...params, ...part }) };
      void navigate({ to: '.', search: search as never, replace: true });
    },
    [navigate, params, raw],
  );
  return [params, change];
}
