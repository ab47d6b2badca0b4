import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, type Schemas, unwrap } from '@/api/client';
import { runTask, type TaskState } from '@/features/transfers';
import { notifyDone, notifyError } from '@/shared/notify';
import type { Room } from '../types';
import { useRefreshRooms } from './rooms';

interface RoomTask extends TaskState {
  /** The room that is made; -1 until it is there. */
  room: number;
}

type Status = Schemas['RoomTemplateStatusDto'] | Schemas['RoomFromTemplateStatusDto'];

function toTask(status: Status): RoomTask {
  const { progress, error, isCompleted } = status;
  // The contract counts to 0.9 while it works, and says 100 in the end.
  return {
    room: 'templateId' in status ? status.templateId : status.roomId,
    progress: isCompleted ? 100 : Math.round(progress * 100),
    error: error ?? '',
    finished: isCompleted,
  };
}

export interface Pattern {
  title: string;
  tags: string[];
  color: string;
  cover: string;
}

const faceOf = ({ tags, color, cover }: Pattern, picture: boolean) => ({
  tags,
  color,
  cover: cover || null,
  copyLogo: picture,
});

/** Makes a template of a room; everybody who makes rooms may use it, or oneself alone. */
export function useMakeTemplate() {
  const refresh = useRefreshRooms();
  return useMutation({
    mutationFn: ({ room, pattern, open }: { room: Room; pattern: Pattern; open: boolean }) =>
      runTask('template', pattern.title, {
        start: async () =>
          toTask(
            await unwrap(
              api.POST('/api/2.0/files/roomtemplate', {
                body: {
                  roomId: room.id,
                  title: pattern.title,
                  public: open,
                  ...faceOf(pattern, room.picture !== ''),
                },
              }),
            ),
          ),
        look: async () => {
          const status = await unwrap(api.GET('/api/2.0/files/roomtemplate/status'));
          return status && toTask(status);
        },
      }),
    onSuccess: (_task, { pattern }) => notifyDone(i18n.t('template.made', { name: pattern.title })),
    onError: (error) => notifyError(error, i18n.t('template.notMade')),
    onSettled: refresh,
  });
}

/** Makes a room of a template; answers with its id. */
export function useRoomFromTemplate() {
  const refresh = useRefreshRooms();
  return useMutation({
    mutationFn: async ({ template, pattern }: { template: Room; pattern: Pattern }) => {
      const task = await runTask('fromTemplate', pattern.title, {
        start: async () =>
          toTask(
            await unwrap(
              api.POST('/api/2.0/files/rooms/fromtemplate', {
                body: {
                  templateId: template.id,
                  title: pattern.title,
                  ...faceOf(pattern, template.picture !== ''),
                },
              }),
            ),
          ),
        look: async () => {
          const status = await unwrap(api.GET('/api/2.0/files/rooms/fromtemplate/status'));
          return status && toTask(status);
        },
      });
      return task.room;
    },
    onSuccess: (_room, { pattern }) => notifyDone(i18n.t('template.used', { name: pattern.title })),
    onSettled: refresh,
  });
}

const publicKey = (id: number) => ['templatePublic', id];

/** Whether everybody who makes rooms may use a template. */
export function useTemplatePublic(id: number) {
  return useQuery({
    queryKey: publicKey(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/2.0/files/roomtemplate/{id}/public', { params: { path: { id } }, signal })),
  });
}

export function useSetTemplatePublic(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (open: boolean) =>
      unwrap(api.PUT('/api/2.0/files/roomtemplate/public', { body: { id, public: open } })),
    onMutate: (open) => client.setQueryData(publicKey(id), open),
    onError: (error) => notifyError(error),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: publicKey(id) }),
        client.invalidateQueries({ queryKey: ['members', id] }),
      ]),
  });
}
