import { useMutation } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, unwrap } from '@/api/client';
import { notifyDone, notifyError } from '@/shared/notify';
import type { Room } from '../types';
import { useRefreshRooms } from './rooms';

function goAway(room: Room, person: string) {
  return unwrap(
    api.PUT('/api/2.0/files/rooms/{id}/share', {
      params: { path: { id: room.id } },
      body: { invitations: [{ id: person, access: 0 }], notify: false },
    }),
  );
}

/** Takes oneself out of a room. */
export function useLeaveRoom(self: string) {
  const refresh = useRefreshRooms();
  return useMutation({
    mutationFn: (room: Room) => goAway(room, self),
    onSuccess: (_result, { title }) => notifyDone(i18n.t('rooms.left', { name: title })),
    onError: (error) => notifyError(error),
    onSettled: refresh,
  });
}

interface Handover {
  room: Room;
  /** Id of who owns it from now on. */
  heir: string;
  /** Whoever owned it goes. */
  leave: boolean;
}

/** Gives a room another owner; the one before stays as a manager, or leaves. */
export function useChangeRoomOwner() {
  const refresh = useRefreshRooms();
  return useMutation({
    mutationFn: async ({ room, heir, leave }: Handover) => {
      await unwrap(api.POST('/api/2.0/files/owner', { body: { userId: heir, folderIds: [room.id], fileIds: [] } }));
      if (leave) await goAway(room, room.ownerId);
    },
    onSuccess: (_result, { room }) => notifyDone(i18n.t('rooms.ownerChanged', { name: room.title })),
    onSettled: refresh,
  });
}
