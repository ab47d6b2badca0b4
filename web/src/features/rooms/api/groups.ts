import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas, unwrap } from '@/api/client';
import { notifyError } from '@/shared/notify';

/** Rooms that one has put together for oneself. */
export interface RoomGroup {
  id: number;
  name: string;
  /** SVG text; empty without an icon. */
  icon: string;
  iconId: string;
  total: number;
}

const KEY = ['roomGroups'];

function toGroup({ id, name, icon, totalRooms }: Schemas['RoomGroupDto']): RoomGroup {
  const drawn = icon?.data as Record<string, string> | undefined;
  return {
    id: id ?? 0,
    name: name ?? '',
    icon: drawn?.['small'] ?? drawn?.['default'] ?? '',
    iconId: icon?.id ?? '',
    total: totalRooms ?? 0,
  };
}

export function useRoomGroups() {
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => ((await unwrap(api.GET('/api/2.0/files/group', { signal }))) ?? []).map(toGroup),
    staleTime: 30_000,
  });
}

/** The ids of the rooms in a group. */
export function useRoomsOfGroup(id: number | null) {
  return useQuery({
    queryKey: [...KEY, id],
    enabled: id !== null,
    queryFn: async ({ signal }) => {
      const params = { path: { id: id ?? 0 }, query: { includeMembers: true } };
      const group = await unwrap(api.GET('/api/2.0/files/group/{id}', { params, signal }));
      return ((group.rooms ?? []) as { id?: number }[]).map((room) => room.id ?? 0);
    },
  });
}

export interface GroupDraft {
  /** null for a group to be made. */
  id: number | null;
  name: string;
  icon: string;
  add: number[];
  remove: number[];
}

function useGroupMutation<T, R>(work: (variables: T) => Promise<R>, quiet = false) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: work,
    ...(!quiet && { onError: (error: Error) => notifyError(error) }),
    onSettled: () =>
      Promise.all([client.invalidateQueries({ queryKey: KEY }), client.invalidateQueries({ queryKey: ['rooms'] })]),
  });
}

/** Makes a group of rooms or changes one. */
export function useSaveRoomGroup() {
  return useGroupMutation(async ({ id, name, icon, add, remove }: GroupDraft) => {
    if (id === null) return unwrap(api.POST('/api/2.0/files/group', { body: { name, icon, rooms: add } }));
    const path = { id };
    await unwrap(
      api.PUT('/api/2.0/files/group/{id}', {
        params: { path },
        body: { groupName: name, roomsToAdd: add, roomsToRemove: remove },
      }),
    );
    return unwrap(api.POST('/api/2.0/files/group/{id}/icon', { params: { path }, body: { icon } }));
  }, true);
}

/** Puts rooms into a group. */
export function useAddToGroup() {
  return useGroupMutation(({ id, rooms }: { id: number; rooms: number[] }) =>
    unwrap(api.PUT('/api/2.0/files/group/{id}', { params: { path: { id } }, body: { roomsToAdd: rooms } })),
  );
}

export function useDeleteRoomGroup() {
  return useGroupMutation((id: number) =>
    unwrap(api.DELETE('/api/2.0/files/group/{id}', { params: { path: { id } } })),
  );
}
