import { useMutation, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, unwrap } from '@/api/client';
import { runOperation } from '@/features/transfers';
import { notifyDone, notifyError } from '@/shared/notify';
import { toRoom } from '../lib/toRoom';
import type { Room, RoomType } from '../types';
import { patchRooms, restoreRooms, useRefreshRooms } from './rooms';

export interface RoomDraft {
  title: string;
  type: RoomType;
  tags: string[];
  color: string;
  cover: string;
}

export function useCreateRoom() {
  const refresh = useRefreshRooms();
  return useMutation({
    mutationFn: async ({ title, type, tags, color, cover }: RoomDraft) =>
      toRoom(
        await unwrap(
          api.POST('/api/2.0/files/rooms', { body: { title, roomType: type, tags, color, ...(cover && { cover }) } }),
        ),
      ),
    onSettled: refresh,
  });
}

/** Title, tags, colour and cover of a room. */
export function useUpdateRoom() {
  const refresh = useRefreshRooms();
  return useMutation({
    mutationFn: async ({ room, title, tags, color, cover }: Omit<RoomDraft, 'type'> & { room: Room }) => {
      const path = { id: room.id };
      await unwrap(api.PUT('/api/2.0/files/rooms/{id}', { params: { path }, body: { title, tags } }));
      if (color !== room.color || cover !== room.coverId)
        await unwrap(api.POST('/api/2.0/files/rooms/{id}/cover', { params: { path }, body: { color, cover } }));
    },
    onSettled: refresh,
  });
}

export function usePinRoom() {
  const client = useQueryClient();
  const refresh = useRefreshRooms();
  return useMutation({
    mutationFn: ({ room, pinned }: { room: Room; pinned: boolean }) => {
      const params = { path: { id: room.id } };
      return pinned
        ? unwrap(api.PUT('/api/2.0/files/rooms/{id}/pin', { params }))
        : unwrap(api.PUT('/api/2.0/files/rooms/{id}/unpin', { params }));
    },
    onMutate: ({ room, pinned }) =>
      patchRooms(client, (rooms) => rooms.map((one) => (one.id === room.id ? { ...one, pinned } : one))),
    onError: (error, _variables, snapshot) => {
      restoreRooms(client, snapshot);
      notifyError(error);
    },
    onSettled: refresh,
  });
}

/** Into the archive or back; the toast offers the opposite. */
export function useArchiveRoom() {
  const client = useQueryClient();
  const refresh = useRefreshRooms();
  const move = (room: Room, archive: boolean) => {
    const init = { params: { path: { id: room.id } }, body: { deleteAfter: false } };
    const call = archive
      ? unwrap(api.PUT('/api/2.0/files/rooms/{id}/archive', init))
      : unwrap(api.PUT('/api/2.0/files/rooms/{id}/unarchive', init));
    return runOperation(
      'archive',
      room.title,
      call.then((operation) => (operation ? [operation] : [])),
    );
  };
  const mutation = useMutation({
    mutationFn: ({ room, archive }: { room: Room; archive: boolean }) => move(room, archive),
    onMutate: ({ room }) => patchRooms(client, (rooms) => rooms.filter(({ id }) => id !== room.id)),
    onError: (error, _variables, snapshot) => {
      restoreRooms(client, snapshot);
      notifyError(error);
    },
    onSuccess: (_outcome, { room, archive }) =>
      notifyDone(i18n.t(archive ? 'rooms.archived' : 'rooms.unarchived', { name: room.title }), {
        run: () => void move(room, !archive).then(refresh, notifyError),
      }),
    onSettled: refresh,
  });
  return mutation;
}

export function useDeleteRoom() {
  const client = useQueryClient();
  const refresh = useRefreshRooms();
  return useMutation({
    mutationFn: (room: Room) =>
      runOperation(
        'delete',
        room.title,
        unwrap(
          api.DELETE('/api/2.0/files/rooms/{id}', { params: { path: { id: room.id } }, body: { deleteAfter: false } }),
        ).then((operation) => (operation ? [operation] : [])),
      ),
    onMutate: (room) => patchRooms(client, (rooms) => rooms.filter(({ id }) => id !== room.id)),
    onError: (error, _room, snapshot) => {
      restoreRooms(client, snapshot);
      notifyError(error);
    },
    onSuccess: (_outcome, room) => notifyDone(i18n.t('rooms.deleted', { name: room.title })),
    onSettled: refresh,
  });
}
