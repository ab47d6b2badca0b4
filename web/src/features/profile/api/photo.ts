import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError, api, unwrap } from '@/api/client';
import { useSelf } from '@/features/session';
import type { Cut } from '@/shared/picture';
import { refreshSelf } from './profile';

async function upload(userid: string, picture: Blob): Promise<string> {
  const form = new FormData();
  form.append('File', picture, picture.type === 'image/png' ? 'photo.png' : 'photo.jpg');
  const result = await unwrap(
    api.POST('/api/2.0/people/{userid}/photo', {
      params: { path: { userid } },
      body: form as never,
      bodySerializer: (body: unknown) => body as FormData,
    }),
  );
  // Refusals of this call come with status 200.
  if (!result.success) throw new ApiError(400, String(result.message ?? ''));
  return String(result.data);
}

/** Makes a square of a picture one's photo; the whole picture stays, to be cut otherwise later. */
export function useSavePhoto() {
  const client = useQueryClient();
  const self = useSelf();
  return useMutation({
    mutationFn: async ({ picture, left, top, side }: Cut) => {
      const userid = self.id ?? '';
      const tmpFile = picture ? await upload(userid, picture) : '';
      const square = { x: Math.round(left), y: Math.round(top), width: Math.round(side), height: Math.round(side) };
      return unwrap(
        api.POST('/api/2.0/people/{userid}/photo/thumbnails', {
          params: { path: { userid } },
          body: { tmpFile, ...square },
        }),
      );
    },
    onSettled: () => refreshSelf(client),
  });
}

export function useDeletePhoto() {
  const client = useQueryClient();
  const self = useSelf();
  return useMutation({
    mutationFn: () =>
      unwrap(api.DELETE('/api/2.0/people/{userid}/photo', { params: { path: { userid: self.id ?? '' } } })),
    onSettled: () => refreshSelf(client),
  });
}
