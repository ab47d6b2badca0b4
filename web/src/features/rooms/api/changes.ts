import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, type Schemas, unwrap } from '@/api/client';
import { tellPlugins } from '@/features/plugins';
import { runOperation } from '@/features/transfers';
import { notifyDone, notifyError } from '@/shared/notify';
import { toRoom } from '../lib/toRoom';
import type { Guard, Room, RoomType } from '../types';
import { patchRooms, restoreRooms, useRefreshRooms } from './rooms';

export interface RoomDraft {
  title: string;
  type: RoomType;
  tags: string[];
  color: string;
  cover: string;
  /** Only data rooms have it. */
  guard: Guard | null;
}

/** The rules as the server takes them; what is off is told to be off. */
function guarding({ indexing, denyDownload, lifetime, watermark }: Guard) {
  return {
    indexing,
    denyDownload,
    lifetime: lifetime
      ? { enabled: true, value: lifetime.value, period: lifetime.period, deletePermanently: lifetime.forever }
      : { enabled: false },
    watermark: watermark
      ? { enabled: true, ...watermark, additions: watermark.additions as Schemas['WatermarkAdditions'] }
      : { enabled: false },
  };
}

export function useCreateRoom() {
  const refresh = useRefreshRooms();
  return useMutation({
    mutationFn: async ({ title, type, tags, color, cover, guard }: RoomDraft) =>
      toRoom(
        await unwrap(
          api.POST('/api/2.0/files/rooms', {
            body: { title, roomType: type, tags, color, ...(cover && { cover }), ...(guard && guarding(guard)) },
          }),
        ),
      ),
    onSuccess: () => tellPlugins('create_room'),
    onSettled: refresh,
  });
}

interface RoomChange extends Omit<RoomDraft, 'type'> {
  room: Room;
  /** Bytes, -1 for any amount, null for the usual; absent while rooms have no quotas. */
  quota?: number | null;
}

/** QuotaLimit of the contract: as usual in the space. */
const USUAL_QUOTA = -2;

/** Title, tags, colour, cover, quota and rules of a room. */
export function useUpdateRoom() {
  const refresh = useRefreshRooms();
  return useMutation({
    mutationFn: async ({ room, title, tags, color, cover, guard, quota }: RoomChange) => {
      const path = { id: room.id };
      const body = {
        title,
        tags,
        ...(quota !== undefined && { quota: quota ?? USUAL_QUOTA }),
        ...(guard && guarding(guard)),
      };
      await unwrap(api.PUT('/api/2.0/files/rooms/{id}', { params: { path }, body }));
      if (color !== room.color || cover !== room.coverId)
        await unwrap(api.POST('/api/2.0/files/rooms/{id}/cover', { params: { path }, body: { color, cover } }));
    },
    onSuccess: () => tellPlugins('edit_room'),
    onSettled: refresh,
  });
}

/** Pins rooms to the top, or no longer. */
export function usePinRooms() {
  const client = useQueryClient();
  const refresh = useRefreshRooms();
  return useMutation({
    mutationFn: async ({ rooms, pinned }: { rooms: Room[]; pinned: boolean }) => {
      for (const { id } of rooms) {
        const params = { path: { id } };
        await (pinned
          ? unwrap(api.PUT('/api/2.0/files/rooms/{id}/pin', { params }))
          : unwrap(api.PUT('/api/2.0/files/rooms/{id}/unpin', { params })));
      }
    },
    onMutate: ({ rooms, pinned }) => {
      const ids = new Set(rooms.map(({ id }) => id));
      return patchRooms(client, (list) => list.map((one) => (ids.has(one.id) ? { ...one, pinned } : one)));
    },
    onError: (error, _variables, snapshot) => {
      restoreRooms(client, snapshot);
      notifyError(error);
    },
    onSettled: refresh,
  });
}

/** One title, or "5 rooms". */
export function labelOfRooms(rooms: Room[]): string {
  const [only] = rooms;
  return rooms.length === 1 && only ? only.title : i18n.t('rooms.count', { count: rooms.length });
}

function moveToArchive(room: Room, archive: boolean) {
  const init = { params: { path: { id: room.id } }, body: { deleteAfter: false } };
  const call = archive
    ? unwrap(api.PUT('/api/2.0/files/rooms/{id}/archive', init))
    : unwrap(api.PUT('/api/2.0/files/rooms/{id}/unarchive', init));
  return runOperation(
    'archive',
    room.title,
    call.then((operation) => (operation ? [operation] : [])),
  );
}

function takeAway(client: QueryClient, rooms: Room[]) {
  const ids = new Set(rooms.map(({ id }) => id));
  return patchRooms(client, (list) => list.filter(({ id }) => !ids.has(id)));
}

/** Into the archive or back; the toast offers the opposite. */
export function useArchiveRooms() {
  const client = useQueryClient();
  const refresh = useRefreshRooms();
  const move = async (rooms: Room[], archive: boolean) => {
    for (const room of rooms) await moveToArchive(room, archive);
  };
  return useMutation({
    mutationFn: ({ rooms, archive }: { rooms: Room[]; archive: boolean }) => move(rooms, archive),
    onMutate: ({ rooms }) => takeAway(client, rooms),
    onError: (error, _variables, snapshot) => {
      restoreRooms(client, snapshot);
      notifyError(error);
    },
    onSuccess: (_outcome, { rooms, archive }) =>
      notifyDone(i18n.t(archive ? 'rooms.archived' : 'rooms.unarchived', { name: labelOfRooms(rooms) }), {
        run: () => void move(rooms, !archive).then(refresh, notifyError),
      }),
    onSettled: refresh,
  });
}

export function useDeleteRooms() {
  const client = useQueryClient();
  const refresh = useRefreshRooms();
  return useMutation({
    mutationFn: async (rooms: Room[]) => {
      for (const { id, title } of rooms) {
        const call = unwrap(
          api.DELETE('/api/2.0/files/rooms/{id}', { params: { path: { id } }, body: { deleteAfter: false } }),
        );
        await runOperation(
          'delete',
          title,
          call.then((operation) => (operation ? [operation] : [])),
        );
      }
    },
    onMutate: (rooms) => takeAway(client, rooms),
    onError: (error, _rooms, snapshot) => {
      restoreRooms(client, snapshot);
      notifyError(error);
    },
    onSuccess: (_outcome, rooms) => notifyDone(i18n.t('rooms.deleted', { name: labelOfRooms(rooms) })),
    onSettled: refresh,
  });
}

/** A room like another: its content and rules, not its members. */
export function useCopyRooms() {
  const refresh = useRefreshRooms();
  return useMutation({
    mutationFn: (rooms: Room[]) =>
      runOperation(
        'duplicate',
        labelOfRooms(rooms),
        unwrap(
          api.PUT('/api/2.0/files/fileops/duplicate', {
            body: { folderIds: rooms.map(({ id }) => id), fileIds: [], returnSingleOperation: true },
          }),
        ),
      ),
    onSuccess: (_outcome, rooms) => notifyDone(i18n.t('rooms.copied', { name: labelOfRooms(rooms) })),
    onError: (error) => notifyError(error),
    onSettled: refresh,
  });
}

/** Numbers the content of an indexed room anew, without gaps. */
export function useRenumberRoom() {
  const refresh = useRefreshRooms();
  return useMutation({
    mutationFn: ({ id }: Room) => unwrap(api.PUT('/api/2.0/files/rooms/{id}/reorder', { params: { path: { id } } })),
    onSuccess: () => notifyDone(i18n.t('guard.renumbered')),
    onError: (error) => notifyError(error),
    onSettled: refresh,
  });
}
