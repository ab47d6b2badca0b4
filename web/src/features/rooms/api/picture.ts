import { useMutation } from '@tanstack/react-query';
import { ApiError, api, unwrap } from '@/api/client';
import type { Cut } from '@/shared/picture';
import type { Room } from '../types';
import { useRefreshRooms } from './rooms';

async function upload(picture: Blob): Promise<string> {
  const form = new FormData();
  form.append('file', picture, picture.type === 'image/png' ? 'room.png' : 'room.jpg');
  const result = await unwrap(
    api.POST('/api/2.0/files/logos', {
      body: form as never,
      bodySerializer: (body: unknown) => body as FormData,
    }),
  );
  // Refusals of this call come with status 200.
  if (!result.success) throw new ApiError(400, String(result.message ?? ''));
  return String(result.data);
}

/** Gives a room a square of a picture as its face. */
export function useSetRoomPicture(room: Room) {
  const refresh = useRefreshRooms();
  return useMutation({
    mutationFn: async ({ picture, left, top, side }: Cut) => {
      const tmpFile = picture ? await upload(picture) : '';
      const square = { x: Math.round(left), y: Math.round(top), width: Math.round(side), height: Math.round(side) };
      return unwrap(
        api.POST('/api/2.0/files/rooms/{id}/logo', { params: { path: { id: room.id } }, body: { tmpFile, ...square } }),
      );
    },
    onSettled: refresh,
  });
}

/** Back to colour and symbol. */
export function useRemoveRoomPicture(room: Room) {
  const refresh = useRefreshRooms();
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/2.0/files/rooms/{id}/logo', { params: { path: { id: room.id } } })),
    onSettled: refresh,
  });
}
