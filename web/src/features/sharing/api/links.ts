import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas, unwrap } from '@/api/client';
import { parseDate } from '@/shared/lib/format';
import { notifyError } from '@/shared/notify';

/** What a link leads to. */
export interface Target {
  is: 'room' | 'folder' | 'file';
  id: number;
}

export interface ShareLink {
  id: string;
  title: string;
  url: string;
  access: number;
  primary: boolean;
  expires: Date | null;
  expired: boolean;
  password: string;
  denyDownload: boolean;
  /** Only for people with an account here. */
  internal: boolean;
  /** What the server lets one change. */
  can: { internal: boolean; expires: boolean };
  /** Cannot be taken away, only exchanged for a fresh one. */
  renewed: boolean;
}

function toLink(share: Schemas['FileShareDto']): ShareLink {
  const link = share.sharedLink;
  return {
    id: link?.id ?? '',
    title: link?.title ?? '',
    url: link?.shareLink ?? '',
    access: share.access ?? 0,
    primary: link?.primary ?? false,
    expires: parseDate(link?.expirationDate),
    expired: link?.isExpired ?? false,
    password: link?.password ?? '',
    denyDownload: link?.denyDownload ?? false,
    internal: link?.internal ?? false,
    can: { internal: share.canEditInternal, expires: share.canEditExpirationDate },
    renewed: share.canRevoke,
  };
}

const linksKey = ({ is, id }: Target) => ['shareLinks', is, id];

/** The links by which people without a role come in. */
export function useShareLinks({ is, id }: Target) {
  return useQuery({
    queryKey: linksKey({ is, id }),
    queryFn: async ({ signal }) => {
      const path = { id };
      const call =
        is === 'room'
          ? api.GET('/api/2.0/files/rooms/{id}/links', { params: { path, query: { type: 1 } }, signal })
          : is === 'folder'
            ? api.GET('/api/2.0/files/folder/{id}/links', { params: { path }, signal })
            : api.GET('/api/2.0/files/file/{id}/links', { params: { path }, signal });
      return ((await unwrap(call)) ?? []).map(toLink);
    },
  });
}

export interface LinkTerms {
  access: number;
  title: string;
  expires: Date | null;
  password: string;
  denyDownload: boolean;
  internal: boolean;
}

interface SaveLink extends LinkTerms {
  id?: string;
  primary: boolean;
}

function save({ is, id: target }: Target, { id, primary, expires, ...terms }: SaveLink) {
  const params = { path: { id: target } };
  const body = {
    ...terms,
    access: terms.access as Schemas['FileShare'],
    ...(id && { linkId: id }),
    ...(expires && { expirationDate: expires.toISOString() as never }),
  };
  if (is === 'room')
    return unwrap(api.PUT('/api/2.0/files/rooms/{id}/links', { params, body: { ...body, linkType: 1 } }));
  return is === 'folder'
    ? unwrap(api.PUT('/api/2.0/files/folder/{id}/links', { params, body: { ...body, primary } }))
    : unwrap(api.PUT('/api/2.0/files/file/{id}/links', { params, body: { ...body, primary } }));
}

/** The first link of a room is made by asking for it. */
async function makeFirst(target: Target, terms: SaveLink) {
  if (target.is !== 'room') return save(target, terms);
  const params = { path: { id: target.id } };
  const made = toLink(await unwrap(api.GET('/api/2.0/files/rooms/{id}/link', { params })));
  return save(target, { ...terms, id: made.id });
}

/** Makes a link, or changes one. */
export function useSaveLink(target: Target) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (link: SaveLink) => (link.primary && !link.id ? makeFirst(target, link) : save(target, link)),
    onSettled: () => client.invalidateQueries({ queryKey: linksKey(target) }),
  });
}

/** Takes a link away; where there must be one, a fresh one takes its place. */
export function useRemoveLink(target: Target) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, title, internal, primary }: ShareLink) =>
      save(target, { id, title, internal, primary, access: 0, expires: null, password: '', denyDownload: false }),
    onMutate: async (link) => {
      await client.cancelQueries({ queryKey: linksKey(target) });
      const before = client.getQueryData<ShareLink[]>(linksKey(target));
      client.setQueryData<ShareLink[]>(linksKey(target), (list) => list?.filter(({ id }) => id !== link.id));
      return before;
    },
    onError: (error, _link, before) => {
      client.setQueryData(linksKey(target), before);
      notifyError(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: linksKey(target) }),
  });
}
