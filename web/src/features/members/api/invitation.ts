import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas, unwrap } from '@/api/client';
import { notifyError } from '@/shared/notify';

export interface RoomInvitation {
  id: string;
  title: string;
  url: string;
  access: number;
}

/** LinkType of the contract. */
const INVITATION = 0;

const invitationKey = (room: number) => ['invitation', room];

/** The link by which people join a room, if there is one. */
export function useRoomInvitation(room: number) {
  return useQuery({
    queryKey: invitationKey(room),
    queryFn: async ({ signal }): Promise<RoomInvitation | null> => {
      const params = { path: { id: room }, query: { type: INVITATION } } as const;
      const [share] = (await unwrap(api.GET('/api/2.0/files/rooms/{id}/links', { params, signal }))) ?? [];
      const link = share?.sharedLink;
      if (!link) return null;
      return { id: link.id ?? '', title: link.title ?? '', url: link.shareLink ?? '', access: share.access ?? 0 };
    },
  });
}

/** Makes the invitation link, changes the role it gives, or (with access 0) takes it away. */
export function useSetRoomInvitation(room: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, access }: { id?: string; access: number }) =>
      unwrap(
        api.PUT('/api/2.0/files/rooms/{id}/links', {
          params: { path: { id: room } },
          body: { linkType: INVITATION, access: access as Schemas['FileShare'], ...(id && { linkId: id }) },
        }),
      ),
    onError: (error) => notifyError(error),
    onSettled: () => client.invalidateQueries({ queryKey: invitationKey(room) }),
  });
}
