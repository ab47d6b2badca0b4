import type { Entry } from '../types';

/** The two id lists that the operations of the contract take. */
export function ids(entries: Entry[]): { fileIds: number[]; folderIds: number[] } {
  return {
    fileIds: entries.filter((entry) => !entry.isFolder).map(({ id }) => id),
    folderIds: entries.filter((entry) => entry.isFolder).map(({ id }) => id),
  };
}
