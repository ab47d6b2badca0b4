import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { notifyError } from '@/shared/notify';
import { ids } from '../lib/ids';
import type { Entry } from '../types';
import { patchListings, restoreListings } from './listing';

/** Marks entries as favourites, or no longer. */
export function useFavorite() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ entries, favorite }: { entries: Entry[]; favorite: boolean }) => {
      const body = ids(entries);
      return favorite
        ? unwrap(api.POST('/api/2.0/files/favorites', { body }))
        : unwrap(api.DELETE('/api/2.0/files/favorites', { body }));
    },
    onMutate: ({ entries, favorite }) => {
      const keys = new Set(entries.map(({ key }) => key));
      return patchListings(client, (list) => list.map((one) => (keys.has(one.key) ? { ...one, favorite } : one)));
    },
    onError: (error, _variables, snapshot) => {
      restoreListings(client, snapshot);
      notifyError(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['entries'] }),
  });
}
