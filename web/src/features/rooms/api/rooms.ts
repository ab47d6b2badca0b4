import { type InfiniteData, type QueryClient, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas, unwrap } from '@/api/client';
import { useFallback } from '@/shared/realtime';
import { toRoom } from '../lib/toRoom';
import type { Room, RoomFilter } from '../types';

const PAGE = 60;
/** SearchArea of the contract. */
const AREAS = { rooms: 0, archive: 1, templates: 4 } as const;

export interface RoomsPage {
  /** The folder the rooms lie in. */
  folderId: number;
  rooms: Room[];
  total: number;
  next: number;
}

export const roomsKey = (filter: RoomFilter) => ['rooms', filter] as const;

/** A page of rooms, as the server hands it out. */
export function fetchRooms(filter: RoomFilter, startIndex: number, signal?: AbortSignal, count = PAGE) {
  const query = {
    startIndex,
    count,
    searchArea: AREAS[filter.area],
    sortBy: filter.sortBy,
    sortOrder: filter.descending ? (1 as const) : (0 as const),
    ...(filter.search && { filterValue: filter.search }),
    ...(filter.type && { type: [filter.type] }),
    ...(filter.tag && { tags: JSON.stringify([filter.tag]) }),
    ...(filter.person && { subjectId: filter.person }),
    ...(filter.group && { groupId: filter.group }),
  };
  return unwrap(api.GET('/api/2.0/files/rooms', { params: { query }, signal }));
}

/** One room, as the server hands it out. */
export const fetchRoom = (id: number, signal?: AbortSignal) =>
  unwrap(api.GET('/api/2.0/files/rooms/{id}', { params: { path: { id } }, signal }));

/** The rooms one may see, pinned ones first. */
export function useRooms(filter: RoomFilter) {
  return useInfiniteQuery({
    queryKey: roomsKey(filter),
    refetchInterval: useFallback(),
    queryFn: async ({ pageParam, signal }): Promise<RoomsPage> => {
      const content = await fetchRooms(filter, pageParam, signal);
      const rooms = ((content.folders ?? []) as Schemas['FolderDtoInteger'][]).map(toRoom);
      return { folderId: content.current?.id ?? 0, rooms, total: content.total, next: pageParam + rooms.length };
    },
    initialPageParam: 0,
    getNextPageParam: ({ next, total, rooms }) => (rooms.length > 0 && next < total ? next : undefined),
    placeholderData: (previous) => previous,
  });
}

export function useRoom(id: number, enabled = true) {
  return useQuery({
    queryKey: ['room', id],
    enabled,
    queryFn: async ({ signal }) => toRoom(await fetchRoom(id, signal)),
  });
}

/** After anything that changes what room lists show. */
export function useRefreshRooms() {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['rooms'] }),
      client.invalidateQueries({ queryKey: ['room'] }),
      client.invalidateQueries({ queryKey: ['entries'] }),
      client.invalidateQueries({ queryKey: ['places'] }),
      client.invalidateQueries({ queryKey: ['roomGroups'] }),
    ]);
}

type Pages = InfiniteData<RoomsPage>;
export type RoomSnapshot = [key: readonly unknown[], data: Pages | undefined][];

/** Changes every loaded room list at once and returns what they were. */
export async function patchRooms(client: QueryClient, change: (rooms: Room[]) => Room[]): Promise<RoomSnapshot> {
  await client.cancelQueries({ queryKey: ['rooms'] });
  const before = client.getQueriesData<Pages>({ queryKey: ['rooms'] });
  for (const [key, data] of before) {
    if (data)
      client.setQueryData<Pages>(key, {
        ...data,
        pages: data.pages.map((page) => ({ ...page, rooms: change(page.rooms) })),
      });
  }
  return before;
}

export function restoreRooms(client: QueryClient, snapshot: RoomSnapshot | undefined): void {
  for (const [key, data] of snapshot ?? []) client.setQueryData(key, data);
}
