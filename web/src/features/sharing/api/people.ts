import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas, unwrap } from '@/api/client';
import { notifyError } from '@/shared/notify';
import type { Target } from './links';

/** Somebody an entry of one's own documents is shared with. */
export interface Sharer {
  id: string;
  name: string;
  avatar: string;
  access: number;
  isOwner: boolean;
  editable: boolean;
}

type Entry = Target & { is: 'folder' | 'file' };

const key = ({ is, id }: Entry) => ['sharers', is, id];

/** People and groups an entry is shared with, the owner first. */
export function useSharers({ is, id }: Entry) {
  return useQuery({
    queryKey: key({ is, id }),
    queryFn: async ({ signal }): Promise<Sharer[]> => {
      const params = { path: { id }, query: { count: 100 } };
      const shares =
        is === 'folder'
          ? await unwrap(api.GET('/api/2.0/files/folder/{id}/share', { params, signal }))
          : await unwrap(api.GET('/api/2.0/files/file/{id}/share', { params, signal }));
      return (shares ?? []).map(({ sharedToUser: user, sharedToGroup: group, access, isOwner, canEditAccess }) => ({
        id: user?.id ?? group?.id ?? '',
        name: user?.displayName || group?.name || '',
        avatar: user?.hasAvatar ? (user.avatarSmall ?? '') : '',
        access: access ?? 0,
        isOwner,
        editable: canEditAccess,
      }));
    },
  });
}

/** Gives somebody access to an entry, changes it, or (with 0) takes it. */
export function useShareWith(target: Entry) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, access }: { id: string; access: number }) => {
      const body = { share: [{ shareTo: id, access: access as Schemas['FileShare'] }], notify: true };
      return target.is === 'folder'
        ? unwrap(api.PUT('/api/2.0/files/folder/{folderId}/share', { params: { path: { folderId: target.id } }, body }))
        : unwrap(api.PUT('/api/2.0/files/file/{fileId}/share', { params: { path: { fileId: target.id } }, body }));
    },
    onError: (error) => notifyError(error),
    onSettled: () => client.invalidateQueries({ queryKey: key(target) }),
  });
}
