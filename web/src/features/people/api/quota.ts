import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** Whether people have a quota at all; only administrators may know. */
export function useQuotaOn(admin: boolean): boolean {
  const settings = useQuery({
    queryKey: ['settings', 'userQuota'],
    enabled: admin,
    queryFn: ({ signal }) => unwrap(api.GET('/api/2.0/settings/userquotasettings', { signal })),
    staleTime: 60_000,
    retry: false,
  });
  return settings.data?.enableQuota ?? false;
}
