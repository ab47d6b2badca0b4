import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, unwrap } from '@/api/client';
import { notifyError } from '@/shared/notify';
import type { Dropped } from '../lib/dropped';
import { enqueueUploads } from '../lib/uploads';

/** What to do with files whose titles the folder already has. */
export type Conflict = 'version' | 'both' | 'cancel';

async function makeFolder(parent: number, title: string): Promise<number> {
  const folder = await unwrap(
    api.POST('/api/2.0/files/folder/{folderId}', { params: { path: { folderId: parent } }, body: { title } }),
  );
  if (folder.id === undefined) throw new Error('no folder id');
  return folder.id;
}

/** Groups files by folder, making the folders that came along. */
async function spread(root: number, dropped: Dropped[]): Promise<Map<number, File[]>> {
  const folders = new Map<string, number>([['', root]]);
  const groups = new Map<number, File[]>();
  for (const { path, file } of dropped) {
    let parent = root;
    for (let depth = 1; depth <= path.length; depth += 1) {
      const key = path.slice(0, depth).join('/');
      const known = folders.get(key);
      parent = known ?? (await makeFolder(parent, path[depth - 1] ?? ''));
      folders.set(key, parent);
    }
    if (file) groups.set(parent, [...(groups.get(parent) ?? []), file]);
  }
  return groups;
}

/** Sends files into a folder; asks first when titles exist there already. */
export function useUpload(folderId: number | undefined, ask: (titles: string[]) => Promise<Conflict>) {
  const client = useQueryClient();
  return useCallback(
    async (dropped: Dropped[]) => {
      if (folderId === undefined || dropped.length === 0) return;
      try {
        const top = dropped.filter(({ path }) => path.length === 0).flatMap(({ file }) => file?.name ?? []);
        const existing =
          top.length === 0
            ? []
            : await unwrap(
                api.POST('/api/2.0/files/{folderId}/upload/check', {
                  params: { path: { folderId } },
                  body: { filesTitle: top },
                }),
              );
        const answer = existing?.length ? await ask(existing as string[]) : 'version';
        if (answer === 'cancel') return;
        const groups = await spread(folderId, dropped);
        if (dropped.some(({ path }) => path.length > 0)) void client.invalidateQueries({ queryKey: ['entries'] });
        for (const [folder, files] of groups) enqueueUploads(folder, files, answer === 'both');
      } catch (error) {
        notifyError(error);
      }
    },
    [folderId, ask, client],
  );
}
