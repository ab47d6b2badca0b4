import { useMutation, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, unwrap } from '@/api/client';
import { runOperation } from '@/features/transfers';
import { notifyDone, notifyError } from '@/shared/notify';
import { ids } from '../lib/ids';
import { labelOf } from '../lib/label';
import type { Entry } from '../types';
import { patchListings, restoreListings } from './listing';
import { moveBack } from './move';

/** Takes entries away: into the trash with a way back, or for good. */
export function useRemove() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ entries, forever }: { entries: Entry[]; forever: boolean }) =>
      runOperation(
        'delete',
        labelOf(entries),
        unwrap(
          api.PUT('/api/2.0/files/fileops/delete', {
            body: { ...ids(entries), immediately: forever, deleteAfter: false, returnSingleOperation: true },
          }),
        ),
      ),
    onMutate: ({ entries }) => {
      const keys = new Set(entries.map(({ key }) => key));
      return patchListings(client, (list) => list.filter(({ key }) => !keys.has(key)));
    },
    onError: (error, _variables, snapshot) => {
      restoreListings(client, snapshot);
      notifyError(error, i18n.t('error.notDeleted'));
    },
    onSuccess: (_outcome, { entries, forever }) => {
      const name = labelOf(entries);
      if (forever) notifyDone(i18n.t('entries.deletedForever', { name }));
      else notifyDone(i18n.t('entries.deleted', { name }), { run: () => void moveBack(client, entries) });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['entries'] }),
  });
}

/** Empties the caller's trash. */
export function useEmptyTrash() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      runOperation(
        'empty',
        i18n.t('nav.trash'),
        unwrap(api.PUT('/api/2.0/files/fileops/emptytrash', { params: { query: { Single: true } } })),
      ),
    onError: (error) => notifyError(error),
    onSuccess: () => notifyDone(i18n.t('trash.emptied')),
    onSettled: () => client.invalidateQueries({ queryKey: ['entries'] }),
  });
}
