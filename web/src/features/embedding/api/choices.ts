// What selectors offer, page by page, as the server hands it out: what is chosen goes to the page around as it is.
import { useInfiniteQuery } from '@tanstack/react-query';
import { ApiError, api, type Schemas, unwrap } from '@/api/client';
import { fetchRoom } from '@/features/rooms';
import type { FileFilter } from '../lib/selection';

export type FileDto = Schemas['FileDtoInteger'];
export type FolderDto = Schemas['FolderDtoInteger'];

const PAGE = 60;
/** FilterType and ApplyFilterOption of the contract. */
const BY_EXTENSION = 11;
const FILES_ONLY = 1;

interface Page<T> {
  items: T[];
  next: number;
  total: number;
}

const following = <T>({ items, next, total }: Page<T>) => (items.length > 0 && next < total ? next : undefined);

/** The rooms one may see, of these kinds alone where there are any. */
export function useRoomChoices(types: number[], search: string, enabled = true) {
  return useInfiniteQuery({
    queryKey: ['roomChoices', types, search],
    enabled,
    queryFn: async ({ pageParam, signal }): Promise<Page<FolderDto>> => {
      const query = {
        startIndex: pageParam,
        count: PAGE,
        ...(types.length > 0 && { type: types as Schemas['RoomType'][] }),
        ...(search && { filterValue: search }),
      };
      const content = await unwrap(api.GET('/api/2.0/files/rooms', { params: { query }, signal }));
      const items = (content.folders ?? []) as FolderDto[];
      return { items, next: pageParam + items.length, total: content.total };
    },
    initialPageParam: 0,
    getNextPageParam: following,
    placeholderData: (previous) => previous,
  });
}

/** What is in a folder, or in My documents (`null`): all its folders, and the files of a kind. */
export function useFileChoices(folderId: number | null, filter: FileFilter, search: string, enabled = true) {
  return useInfiniteQuery({
    queryKey: ['fileChoices', folderId, filter, search],
    enabled,
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        startIndex: pageParam,
        count: PAGE,
        sortBy: 'AZ',
        applyFilterOption: FILES_ONLY as Schemas['ApplyFilterOption'],
        withSubFolders: false,
        ...(filter.kind && { filterType: filter.kind as Schemas['FilterType'] }),
        ...(filter.extensions && {
          filterType: BY_EXTENSION as Schemas['FilterType'],
          extension: filter.extensions.join(','),
        }),
        ...(search && { filterValue: search, applyFilterOption: 0 as const, withSubFolders: true }),
      };
      const content = await unwrap(
        folderId === null
          ? api.GET('/api/2.0/files/@my', { params: { query: query as object }, signal })
          : api.GET('/api/2.0/files/{folderId}', { params: { path: { folderId }, query }, signal }),
      );
      const folders = (content.folders ?? []) as FolderDto[];
      const files = (content.files ?? []) as FileDto[];
      const items = [...folders.map((folder) => ({ folder })), ...files.map((file) => ({ file }))];
      return {
        items,
        next: pageParam + items.length,
        total: content.total,
        current: content.current,
        path: content.pathParts,
      };
    },
    initialPageParam: 0,
    getNextPageParam: following,
    placeholderData: (previous, before) => (before?.queryKey[1] === folderId ? previous : undefined),
  });
}

/** What opens a room to everybody; empty where one may not know. */
export async function requestTokens(roomId: number) {
  try {
    const links = await unwrap(
      api.GET('/api/2.0/files/rooms/{id}/links', { params: { path: { id: roomId }, query: { type: 1 } } }),
    );
    return (links ?? []).map(({ sharedLink }) => ({
      id: sharedLink?.id,
      primary: sharedLink?.primary ?? false,
      title: sharedLink?.title ?? '',
      requestToken: sharedLink?.requestToken,
    }));
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return [];
    throw error;
  }
}

/** A room as selectors hand it out. */
export async function chosenRoom(room: FolderDto) {
  const tokens = room.shared ? await requestTokens(room.id ?? 0) : [];
  const full = await fetchRoom(room.id ?? 0);
  return { ...full, icon: full.logo?.medium ?? '', ...(tokens.length > 0 && { requestTokens: tokens }) };
}
