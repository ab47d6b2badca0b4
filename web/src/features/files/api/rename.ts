import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { tellPlugins } from '@/features/plugins';
import { notifyError } from '@/shared/notify';
import type { Entry } from '../types';
import { patchListings, restoreListings } from './listing';

/** Gives an entry a new title: shown at once, taken back when the server refuses. */
export function useRename() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ entry, title }: { entry: Entry; title: string }): Promise<unknown> =>
      entry.isFolder
        ? unwrap(
            api.PUT('/api/2.0/files/folder/{folderId}', { params: { path: { folderId: entry.id } }, body: { title } }),
          )
        : unwrap(
            api.PUT('/api/2.0/files/file/{fileId}', {
              params: { path: { fileId: entry.id } },
              body: { title, lastVersion: 0 },
            }),
          ),
    onMutate: ({ entry, title }) =>
      patchListings(client, (entries) => entries.map((one) => (one.key === entry.key ? { ...one, title } : one))),
    onSuccess: () => tellPlugins('rename'),
    onError: (error, _variables, snapshot) => {
      restoreListings(client, snapshot);
      notifyError(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['entries'] }),
  });
}
