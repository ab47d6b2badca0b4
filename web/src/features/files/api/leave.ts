import { useMutation, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, unwrap } from '@/api/client';
import { notifyDone, notifyError } from '@/shared/notify';
import { ids } from '../lib/ids';
import { labelOf } from '../lib/label';
import type { Entry } from '../types';
import { patchListings, restoreListings } from './listing';

/** Takes what others share off one's own list; it stays theirs. */
export function useLeaveShared() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (entries: Entry[]) => unwrap(api.DELETE('/api/2.0/files/share', { body: ids(entries) })),
    onMutate: (entries) => {
      const keys = new Set(entries.map(({ key }) => key));
      return patchListings(client, (list) => list.filter(({ key }) => !keys.has(key)));
    },
    onSuccess: (_data, entries) => notifyDone(i18n.t('shared.left', { name: labelOf(entries) })),
    onError: (error, _entries, snapshot) => {
      restoreListings(client, snapshot);
      notifyError(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['entries'] }),
  });
}
