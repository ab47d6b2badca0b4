import { useMutation, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, type Schemas, unwrap } from '@/api/client';
import { downloadUrl } from '@/features/files';
import { runTask, save } from '@/features/transfers';
import { notifyDone, notifyError } from '@/shared/notify';
import type { Room } from '../types';

const toTask = ({ percentage, error, isCompleted, resultFileId }: Schemas['DocumentBuilderTaskDto']) => ({
  progress: percentage,
  error: error ?? '',
  finished: isCompleted,
  file: typeof resultFileId === 'number' ? resultFileId : null,
});

/** Writes the index of a room into a spreadsheet in My documents. */
export function useExportIndex() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, title }: Room) =>
      runTask('indexExport', title, {
        start: async () =>
          toTask(await unwrap(api.POST('/api/2.0/files/rooms/{id}/indexexport', { params: { path: { id } } }))),
        look: async () => {
          const task = await unwrap(api.GET('/api/2.0/files/rooms/indexexport'));
          return task && toTask(task);
        },
        stop: () => unwrap(api.DELETE('/api/2.0/files/rooms/indexexport')),
      }),
    onSuccess: ({ file }) => {
      if (file === null) return;
      notifyDone(i18n.t('guard.exported'), {
        label: i18n.t('action.download'),
        run: () => save(downloadUrl({ id: file })),
      });
    },
    onError: (error) => notifyError(error),
    onSettled: () => client.invalidateQueries({ queryKey: ['entries'] }),
  });
}
