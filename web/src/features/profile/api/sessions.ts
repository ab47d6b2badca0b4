import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, unwrap } from '@/api/client';
import { parseDate } from '@/shared/lib/format';
import { notifyDone, notifyError } from '@/shared/notify';

/** Somewhere one is signed in. */
export interface DeviceSession {
  id: number;
  /** The session of this very browser. */
  current: boolean;
  browser: string;
  platform: string;
  mobile: boolean;
  ip: string;
  place: string;
  since: Date | null;
}

const KEY = ['sessions'];

export function useSessions() {
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }): Promise<DeviceSession[]> => {
      const { loginEvent, items } = await unwrap(api.GET('/api/2.0/security/activeconnections', { signal }));
      return (items ?? []).map(({ id, browser, platform, mobile, ip, country, city, date }) => ({
        id,
        current: id === loginEvent,
        browser: browser ?? '',
        platform: platform ?? '',
        mobile: mobile ?? false,
        ip: ip ?? '',
        place: [city, country].filter(Boolean).join(', '),
        since: parseDate(date),
      }));
    },
  });
}

/** Ends one session, or with `null` all but this one. */
export function useEndSessions() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number | null): Promise<unknown> =>
      id === null
        ? unwrap(api.PUT('/api/2.0/security/activeconnections/logoutallexceptthis'))
        : unwrap(
            api.PUT('/api/2.0/security/activeconnections/logout/{loginEventId}', {
              params: { path: { loginEventId: id } },
            }),
          ),
    onMutate: async (id) => {
      await client.cancelQueries({ queryKey: KEY });
      const before = client.getQueryData<DeviceSession[]>(KEY);
      client.setQueryData<DeviceSession[]>(KEY, (list) =>
        list?.filter((one) => one.current || (id !== null && one.id !== id)),
      );
      return before;
    },
    onError: (error, _id, before) => {
      client.setQueryData(KEY, before);
      notifyError(error);
    },
    onSuccess: (_answer, id) => notifyDone(i18n.t(id === null ? 'sessions.othersEnded' : 'sessions.ended')),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
