import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { fileToEntry } from '../lib/toEntry';
import type { Entry } from '../types';

/** A file or folder as the server hands it out. */
export function fetchEntry({ id, isFolder }: Pick<Entry, 'id' | 'isFolder'>): Promise<unknown> {
  return isFolder
    ? unwrap(api.GET('/api/2.0/files/folder/{folderId}', { params: { path: { folderId: id } } }))
    : unwrap(api.GET('/api/2.0/files/file/{fileId}', { params: { path: { fileId: id } } }));
}

/** One file by itself, for those who come by its address. */
export function useFile(id: number, enabled = true) {
  return useQuery({
    queryKey: ['file', id],
    enabled,
    queryFn: async ({ signal }) =>
      fileToEntry(await unwrap(api.GET('/api/2.0/files/file/{fileId}', { params: { path: { fileId: id } }, signal }))),
  });
}
