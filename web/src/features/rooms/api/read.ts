import { useMutation, useQueryClient } from '@tanstack/react-query';
import { markRead } from '@/features/files';
import { notifyError } from '@/shared/notify';
import type { Room } from '../types';
import { patchRooms, restoreRooms } from './rooms';

/** Everything new in the rooms is known from now on; the server says by a message when it has noted it. */
export function useMarkRoomsRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (rooms: Room[]) => markRead({ folderIds: rooms.map(({ id }) => id), fileIds: [] }),
    onMutate: (rooms) => {
      const ids = new Set(rooms.map(({ id }) => id));
      return patchRooms(client, (list) => list.map((one) => (ids.has(one.id) ? { ...one, fresh: 0 } : one)));
    },
    onError: (error, _rooms, snapshot) => {
      restoreRooms(client, snapshot);
      notifyError(error);
    },
  });
}
