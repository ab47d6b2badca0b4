import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { tellPlugins } from '@/features/plugins';
import { notifyError } from '@/shared/notify';
import { fileToEntry, folderToEntry } from '../lib/toEntry';
import type { Entry } from '../types';

interface NewEntry {
  folderId: number;
  title: string;
  isFolder: boolean;
}

/** Makes a folder or an empty document. */
export function useCreate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ folderId, title, isFolder }: NewEntry): Promise<Entry> => {
      const params = { path: { folderId } };
      return isFolder
        ? folderToEntry(await unwrap(api.POST('/api/2.0/files/folder/{folderId}', { params, body: { title } })))
        : fileToEntry(
            await unwrap(
              // Plain text is none of the office formats that other extensions would become.
              api.POST('/api/2.0/files/{folderId}/file', {
                params,
                body: { title, enableExternalExt: isPlain(title) },
              }),
            ),
          );
    },
    onSuccess: () => tellPlugins('create'),
    onError: (error) => notifyError(error),
    onSettled: () => client.invalidateQueries({ queryKey: ['entries'] }),
  });
}

function isPlain(title: string): boolean {
  return /\.(md|txt)$/.test(title);
}
