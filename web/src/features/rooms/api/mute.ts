import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { notifyError } from '@/shared/notify';
import type { Room } from '../types';
import { patchRooms, restoreRooms, useRefreshRooms } from './rooms';

/** Rooms one does not want to hear of, or wants to again. */
export function useMuteRooms() {
  const client = useQueryClient();
  const refresh = useRefreshRooms();
  return useMutation({
    mutationFn: async ({ rooms, muted }: { rooms: Room[]; muted: boolean }) => {
      for (const { id } of rooms)
        await unwrap(api.POST('/api/2.0/settings/notification/rooms', { body: { roomsId: id, mute: muted } }));
    },
    onMutate: ({ rooms, muted }) => {
      const ids = new Set(rooms.map(({ id }) => id));
      return patchRooms(client, (list) => list.map((one) => (ids.has(one.id) ? { ...one, muted } : one)));
    },
    onError: (error, _variables, snapshot) => {
      restoreRooms(client, snapshot);
      notifyError(error);
    },
    onSettled: refresh,
  });
}
