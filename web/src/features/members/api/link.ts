import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas, unwrap } from '@/api/client';
import { notifyError } from '@/shared/notify';

export interface RoomLink {
  id: string;
  title: string;
  url: string;
  access: number;
  primary: boolean;
}

function toLink(share: Schemas['FileShareDto']): RoomLink {
  const link = share.sharedLink;
  return {
    id: link?.id ?? '',
    title: link?.title ?? '',
    url: link?.shareLink ?? '',
    access: share.access ?? 0,
    primary: link?.primary ?? false,
  };
}

/** 0 invites people to join, 1 lets strangers look in. */
export type LinkType = 0 | 1;

const linksKey = (room: number, type: LinkType) => ['links', room, type];

export function useLinks(room: number, type: LinkType, enabled: boolean) {
  return useQuery({
    queryKey: linksKey(room, type),
    enabled,
    queryFn: async ({ signal }) => {
      const links = await unwrap(
        api.GET('/api/2.0/files/rooms/{id}/links', { params: { path: { id: room }, query: { type } }, signal }),
      );
      return (links ?? []).map(toLink);
    },
  });
}

interface LinkChange {
  type: LinkType;
  id?: string;
  /** 0 deletes. */
  access: number;
  title?: string;
}

/** Makes, changes or deletes a link of a room. */
export function useSetLink(room: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ type, id, access, title }: LinkChange) => {
      const params = { path: { id: room } };
      // The first external link is made by asking for it.
      if (type === 1 && id === undefined) return unwrap(api.GET('/api/2.0/files/rooms/{id}/link', { params }));
      return unwrap(
        api.PUT('/api/2.0/files/rooms/{id}/links', {
          params,
          body: {
            linkType: type,
            access: access as Schemas['FileShare'],
            ...(id && { linkId: id }),
            ...(title && { title }),
            denyDownload: false,
          },
        }),
      );
    },
    onError: (error) => notifyError(error),
    onSettled: (_data, _error, { type }) => client.invalidateQueries({ queryKey: linksKey(room, type) }),
  });
}
