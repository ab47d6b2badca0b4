import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, unwrap } from '@/api/client';
import { runOperation } from '@/features/transfers';
import { parseDate } from '@/shared/lib/format';
import { notifyDone, notifyError } from '@/shared/notify';
import type { Entry } from '../types';

export interface Version {
  number: number;
  size: number;
  when: Date | null;
  who: string;
  comment: string;
}

/** All versions of a file, newest first. */
export function useHistory(entry: Entry) {
  return useQuery({
    queryKey: ['history', entry.id, entry.version],
    queryFn: async (): Promise<Version[]> => {
      const files = await unwrap(
        api.GET('/api/2.0/files/file/{fileId}/history', { params: { path: { fileId: entry.id } } }),
      );
      return files.map((file) => ({
        number: file.version ?? 1,
        size: file.pureContentLength ?? 0,
        when: parseDate(file.updated),
        who: file.updatedBy?.displayName ?? file.createdBy?.displayName ?? '',
        comment: file.comment ?? '',
      }));
    },
  });
}

/** Makes an old version the newest again. */
export function useRestoreVersion() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ entry, version }: { entry: Entry; version: number }) =>
      unwrap(
        api.PUT('/api/2.0/files/file/{fileId}', {
          params: { path: { fileId: entry.id } },
          body: { title: entry.title, lastVersion: version },
        }),
      ),
    onSuccess: (_data, { version }) => notifyDone(i18n.t('history.restored', { version })),
    onError: (error) => notifyError(error),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['entries'] }),
        client.invalidateQueries({ queryKey: ['history'] }),
      ]),
  });
}

/** Deletes an old version for good. */
export function useDeleteVersion() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ entry, version }: { entry: Entry; version: number }) =>
      runOperation(
        'delete',
        i18n.t('history.version', { number: version }),
        unwrap(
          api.PUT('/api/2.0/files/fileops/deleteversion', {
            body: { fileId: entry.id, versions: [version], deleteAfter: false, returnSingleOperation: true },
          }),
        ).then((operation) => [operation]),
      ),
    onSuccess: (_data, { version }) => notifyDone(i18n.t('history.deleted', { version })),
    onError: (error) => notifyError(error),
    onSettled: () => client.invalidateQueries({ queryKey: ['history'] }),
  });
}

/** Says what a version is about. */
export function useCommentVersion() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ entry, version, comment }: { entry: Entry; version: number; comment: string }) =>
      unwrap(
        api.PUT('/api/2.0/files/file/{fileId}/comment', {
          params: { path: { fileId: entry.id } },
          body: { version, comment },
        }),
      ),
    onError: (error) => notifyError(error),
    onSettled: () => client.invalidateQueries({ queryKey: ['history'] }),
  });
}
