import { useQuery } from '@tanstack/react-query';
import { ApiError, api, unwrap } from '@/api/client';
import { fileToEntry } from '../lib/toEntry';
import type { Entry } from '../types';

/** So many of each place. */
const EACH = 5;

async function filesOf(call: Promise<{ files?: unknown }>): Promise<Entry[]> {
  try {
    const { files } = await call;
    return ((files ?? []) as Parameters<typeof fileToEntry>[0][]).map(fileToEntry);
  } catch (error) {
    // Guests have no documents of their own.
    if (error instanceof ApiError && error.status === 403) return [];
    throw error;
  }
}

/** Files by words of their title: those opened last, then one's own documents, folders inside and all. */
export function useFindFiles(words: string, enabled: boolean) {
  return useQuery({
    queryKey: ['foundFiles', words],
    enabled,
    queryFn: async ({ signal }) => {
      const query = { count: EACH, ...(words && { filterValue: words }) };
      const mine = { query: { ...query, withSubFolders: true } };
      const [recent, own] = await Promise.all([
        filesOf(unwrap(api.GET('/api/2.0/files/recent', { params: { query }, signal }))),
        words ? filesOf(unwrap(api.GET('/api/2.0/files/@my', { params: mine, signal }))) : [],
      ]);
      const found = [...recent, ...own];
      return [...new Map(found.map((entry) => [entry.key, entry])).values()].slice(0, EACH + 2);
    },
    placeholderData: (previous) => previous,
  });
}
