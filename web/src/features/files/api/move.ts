import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, unwrap } from '@/api/client';
import { type OperationKind, type Outcome, runOperation } from '@/features/transfers';
import { notifyDone, notifyError } from '@/shared/notify';
import { ids } from '../lib/ids';
import { labelOf } from '../lib/label';
import type { Entry } from '../types';
import { patchListings, restoreListings } from './listing';

export type OnConflict = 'Skip' | 'Overwrite' | 'Duplicate';

export interface Relocation {
  entries: Entry[];
  destination: { id: number; title: string };
  copy: boolean;
  onConflict: OnConflict;
}

function move(kind: OperationKind, entries: Entry[], destFolderId: number, conflictResolveType: OnConflict) {
  const body = { ...ids(entries), destFolderId, conflictResolveType, deleteAfter: false, returnSingleOperation: true };
  return runOperation(
    kind,
    labelOf(entries),
    unwrap(
      kind === 'copy'
        ? api.PUT('/api/2.0/files/fileops/copy', { body })
        : api.PUT('/api/2.0/files/fileops/move', { body }),
    ),
  );
}

/** Titles that the destination has already. */
export async function findConflicts(entries: Entry[], destFolderId: number): Promise<string[]> {
  const found = await unwrap(
    api.GET('/api/2.0/files/fileops/move', { params: { query: { ...ids(entries), destFolderId } as never } }),
  );
  return ((found as { title?: string | null }[] | undefined) ?? []).map(({ title }) => title ?? '');
}

/** Moves or copies entries into another folder. */
export function useRelocate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ entries, destination, copy, onConflict }: Relocation) =>
      move(copy ? 'copy' : 'move', entries, destination.id, onConflict),
    onMutate: async ({ entries, destination, copy }) => {
      if (copy) return undefined;
      const keys = new Set(entries.map(({ key }) => key));
      return patchListings(client, (list, page) =>
        page.folder.id === destination.id ? list : list.filter(({ key }) => !keys.has(key)),
      );
    },
    onError: (error, { copy }, snapshot) => {
      restoreListings(client, snapshot);
      notifyError(error, i18n.t(copy ? 'error.notCopied' : 'error.notMoved'));
    },
    onSuccess: (outcome, { entries, destination, copy, onConflict }) => {
      const values = { name: labelOf(entries), folder: destination.title };
      const undo = copy ? undoCopy(client, outcome, entries, destination.id) : undefined;
      // What was put over another cannot be told from it any more.
      if (copy) notifyDone(i18n.t('entries.copied', values), onConflict === 'Overwrite' ? undefined : undo);
      else notifyDone(i18n.t('entries.moved', values), { run: () => void moveBack(client, entries) });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['entries'] }),
  });
}

/** Undo of a copy: what it made goes for good. Nothing where that cannot be told for sure. */
function undoCopy(client: QueryClient, { files, folders }: Outcome, entries: Entry[], destination?: number) {
  const fileIds = files;
  const folderIds = folders.filter((id) => id !== destination);
  const name = labelOf(entries);
  const sources = new Set(entries.map(({ key }) => key));
  const own = [...fileIds.map((id) => `file-${id}`), ...folderIds.map((id) => `folder-${id}`)];
  if (own.length !== entries.length || own.some((key) => sources.has(key))) return undefined;
  const run = async () => {
    try {
      const body = { fileIds, folderIds, immediately: true, deleteAfter: false, returnSingleOperation: true };
      await runOperation('delete', name, unwrap(api.PUT('/api/2.0/files/fileops/delete', { body })));
      notifyDone(i18n.t('entries.copyUndone', { name }));
    } catch (error) {
      notifyError(error, i18n.t('error.notDeleted'));
    }
    void client.invalidateQueries({ queryKey: ['entries'] });
  };
  return { run: () => void run() };
}

/** Undo of a move or a deletion: every entry back to the folder it came from. */
export async function moveBack(client: QueryClient, entries: Entry[]): Promise<void> {
  const homes = new Map<number, Entry[]>();
  for (const entry of entries) {
    const home = entry.originId ?? entry.parentId;
    homes.set(home, [...(homes.get(home) ?? []), entry]);
  }
  try {
    for (const [home, group] of homes) await move('restore', group, home, 'Duplicate');
    notifyDone(i18n.t('entries.restored', { name: labelOf(entries) }));
  } catch (error) {
    notifyError(error, i18n.t('error.notRestored'));
  }
  void client.invalidateQueries({ queryKey: ['entries'] });
}

/** Out of the trash, back to where the entries were. */
export function useRestore() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (entries: Entry[]) => moveBack(client, entries),
    onMutate: (entries) => {
      const keys = new Set(entries.map(({ key }) => key));
      return patchListings(client, (list, page) =>
        page.folder.rootType === 3 ? list.filter(({ key }) => !keys.has(key)) : list,
      );
    },
  });
}

/** A copy beside the original. */
export function useDuplicate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (entries: Entry[]) =>
      runOperation(
        'duplicate',
        labelOf(entries),
        unwrap(api.PUT('/api/2.0/files/fileops/duplicate', { body: { ...ids(entries), returnSingleOperation: true } })),
      ),
    onSuccess: (outcome, entries) => {
      const undo = undoCopy(client, outcome, entries, entries[0]?.parentId);
      notifyDone(i18n.t('entries.duplicated', { name: labelOf(entries) }), undo);
    },
    onError: (error) => notifyError(error, i18n.t('error.notCopied')),
    onSettled: () => client.invalidateQueries({ queryKey: ['entries'] }),
  });
}
