import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas, unwrap } from '@/api/client';

export type LinkState = 'ok' | 'invalid' | 'expired' | 'password' | 'wrongPassword' | 'denied';

const STATES: LinkState[] = ['ok', 'invalid', 'expired', 'password', 'wrongPassword', 'denied'];

export interface Visit {
  state: LinkState;
  title: string;
  folderId: number;
  isMember: boolean;
}

function toVisit(link: Schemas['ExternalShareDto']): Visit {
  return {
    state: STATES[link.status] ?? 'invalid',
    title: link.title ?? '',
    folderId: Number(link.entityId ?? link.id ?? 0),
    isMember: link.isRoomMember ?? false,
  };
}

const visitKey = (key: string) => ['visit', key];

/** Whether a link for everybody is good, and where it leads. */
export function useVisit(key: string, folder?: string) {
  return useQuery({
    queryKey: visitKey(key),
    queryFn: async ({ signal }) =>
      toVisit(
        await unwrap(
          api.GET('/api/2.0/files/share/{key}', {
            params: { path: { key }, query: { ...(folder && { folderId: folder }) } },
            signal,
          }),
        ),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useEnterPassword(key: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (password: string) =>
      toVisit(
        await unwrap(
          api.POST('/api/2.0/files/share/{key}/password', { params: { path: { key } }, body: { password } }),
        ),
      ),
    onSuccess: (visit) => {
      if (visit.state === 'ok') client.setQueryData(visitKey(key), visit);
    },
  });
}

/** Where the server tells visitors of this link what happens; settings say so only to those who come with its key. */
export function useSocketPath(key: string): string {
  const { data } = useQuery({
    queryKey: [...visitKey(key), 'socket'],
    queryFn: async ({ signal }) => (await unwrap(api.GET('/api/2.0/settings', { signal }))).socketUrl ?? '',
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? '';
}
