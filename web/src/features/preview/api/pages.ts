import { useQuery } from '@tanstack/react-query';
import { ApiError, api, unwrap, withShareKey } from '@/api/client';
import type { Entry } from '@/features/files';

/** `FilePreviewState` of the server. */
const MAKING = 0;
const READY = 1;
/** How often we ask whether the pages are there, ms. */
const PATIENCE = 600;
/** The kind of file has no pages, or the server lacks the programs to make them. */
const UNSUPPORTED = 415;

export interface PageSize {
  width: number;
  height: number;
}

export type Pages =
  | { state: 'making'; progress: number }
  | { state: 'ready'; version: number; sizes: PageSize[] }
  | { state: 'none'; why: string };

/** The pages of a file; asked for again while the server makes them. */
export function usePages(entry: Entry) {
  return useQuery({
    queryKey: ['pages', entry.id, entry.version],
    queryFn: async ({ signal }): Promise<Pages> => {
      const params = { path: { fileId: entry.id }, query: { version: entry.version } };
      const asked = unwrap(api.GET('/api/2.0/files/file/{fileId}/preview', { params, signal }));
      const found = await asked.catch((error: unknown) => {
        if (error instanceof ApiError && error.status === UNSUPPORTED) return null;
        throw error;
      });
      if (!found) return { state: 'none', why: '' };
      if (found.state === MAKING) return { state: 'making', progress: found.progress };
      if (found.state === READY) return { state: 'ready', version: found.version, sizes: found.pages };
      return { state: 'none', why: found.error };
    },
    refetchInterval: ({ state }) => (state.data?.state === 'making' ? PATIENCE : false),
    refetchOnWindowFocus: false,
  });
}

/** Where the picture of a page is, about as wide as wished (pixels). */
export function pageUrl(entry: Entry, version: number, page: number, width: number): string {
  const wish = Math.ceil(width);
  return withShareKey(`/api/2.0/files/file/${entry.id}/preview/${page}?version=${version}&width=${wish}`);
}
