import { useMutation } from '@tanstack/react-query';
import { api, unwrap, withShareKey } from '@/api/client';
import { runOperation, save } from '@/features/transfers';
import { notifyError } from '@/shared/notify';
import { ids } from '../lib/ids';
import { labelOf } from '../lib/label';
import type { Entry } from '../types';

export function downloadUrl(entry: Pick<Entry, 'id'>, version?: number): string {
  const suffix = version === undefined ? '' : `&version=${version}`;
  return withShareKey(`/filehandler.ashx?action=download&fileid=${entry.id}${suffix}`);
}

export function inlineUrl(entry: Pick<Entry, 'id' | 'version'>): string {
  return withShareKey(`/filehandler.ashx?action=view&fileid=${entry.id}&version=${entry.version}`);
}

/** One file as it is; several, or a folder, as an archive made by the server. */
export function useDownload() {
  return useMutation({
    mutationFn: async (entries: Entry[]) => {
      const [only] = entries;
      if (entries.length === 1 && only && !only.isFolder) {
        save(downloadUrl(only));
        return;
      }
      const { url } = await runOperation(
        'download',
        labelOf(entries),
        unwrap(
          api.PUT('/api/2.0/files/fileops/bulkdownload', { body: { ...ids(entries), returnSingleOperation: true } }),
        ),
      );
      if (url) save(url);
    },
    onError: (error) => notifyError(error),
  });
}
