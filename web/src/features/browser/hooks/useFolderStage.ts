import { useEffect } from 'react';
import { ApiError } from '@/api/client';
import { type Entry, fetchContent, fetchEntry, type ListingParams, type NewKind, type Source } from '@/features/files';
import { handles, tell, useStage, wishedPage } from '@/shared/embed';

interface FolderStage {
  source: Source;
  params: ListingParams;
  chosen: Entry[];
  error: Error | null;
  /** Absent where nothing may be made. */
  create?: ((kind: NewKind) => void) | undefined;
}

const KINDS: NewKind[] = ['docx', 'xlsx', 'pptx', 'pdf', 'md', 'txt'];

/** In a frame: what the page around it may ask of an open folder, and what it is told of one that does not open. */
export function useFolderStage({ source, params, chosen, error, create }: FolderStage): void {
  const content = () => {
    const { start, count } = wishedPage();
    return fetchContent(source, params, start, undefined, count);
  };
  useStage({
    folder: async () => (await content()).current,
    list: async () => {
      const { folders, files } = await content();
      return { folders: folders ?? [], files: files ?? [] };
    },
    selection: () => Promise.all(chosen.map((entry) => fetchEntry(entry))),
    create:
      create &&
      ((kind, extension) => create(kind === 'folder' ? kind : (KINDS.find((one) => one === extension) ?? 'docx'))),
  });
  useEffect(() => {
    if (!(error instanceof ApiError)) return;
    if (error.status === 403) tell('onNoAccess');
    if (error.status === 404) tell('onNotFound');
  }, [error]);
}

/** Whether the page around the frame opens files by itself; then it is told of this one. */
export async function openedByHost(entry: Entry, action: 'view' | 'edit' | 'fill'): Promise<void> {
  const file = (await fetchEntry(entry)) as object;
  tell('onEditorOpen', { ...file, action, share: (file as { requestToken?: string }).requestToken ?? null });
}

/** Tells of a file that somebody clicked on to open it. */
export function tellOfClick(entry: Entry): void {
  if (handles('onFileManagerClick')) void fetchEntry(entry).then((file) => tell('onFileManagerClick', file));
}
