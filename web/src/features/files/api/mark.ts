import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { notifyError } from '@/shared/notify';
import type { Entry } from '../types';
import { patchListings, restoreListings } from './listing';

interface Marking {
  entry: Entry;
  /** `locked`: nobody else may change it; `ownFilter`: everybody who edits the table filters for themselves only. */
  mark: 'locked' | 'ownFilter';
  on: boolean;
}

/** Sets or takes away what a file is marked with. */
export function useMark() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ entry, mark, on }: Marking) => {
      const params = { path: { fileId: entry.id } };
      return mark === 'locked'
        ? unwrap(api.PUT('/api/2.0/files/file/{fileId}/lock', { params, body: { lockFile: on } }))
        : unwrap(api.PUT('/api/2.0/files/file/{fileId}/customfilter', { params, body: { enabled: on } }));
    },
    onMutate: ({ entry, mark, on }) =>
      patchListings(client, (list) => list.map((one) => (one.key === entry.key ? { ...one, [mark]: on } : one))),
    onError: (error, _variables, snapshot) => {
      restoreListings(client, snapshot);
      notifyError(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['entries'] }),
  });
}
