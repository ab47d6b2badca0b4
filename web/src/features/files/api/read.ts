import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { notifyError } from '@/shared/notify';
import { ids } from '../lib/ids';
import type { Entry } from '../types';
import { patchListings, restoreListings } from './listing';

/** Everything in these is known to the caller from now on. Rooms are folders. */
export function markRead(body: { folderIds: number[]; fileIds: number[] }) {
  return unwrap(api.PUT('/api/2.0/files/fileops/markasread', { body: { ...body, returnSingleOperation: true } }));
}

/** Counters of rooms and lists, which the server takes down in the background. */
const refreshNews = (client: QueryClient) => client.invalidateQueries({ queryKey: ['rooms'] });

export function useMarkRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (entries: Entry[]) => markRead(ids(entries)),
    onMutate: (entries) => {
      const keys = new Set(entries.map(({ key }) => key));
      return patchListings(client, (list) => list.map((one) => (keys.has(one.key) ? { ...one, fresh: false } : one)));
    },
    onError: (error, _entries, snapshot) => {
      restoreListings(client, snapshot);
      notifyError(error);
    },
    onSettled: () => refreshNews(client),
  });
}
