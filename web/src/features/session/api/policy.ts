import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { type PasswordPolicy, toPolicy, USUAL } from '../lib/passwordPolicy';

/** What passwords must have here. Strangers may know it with the link they came by (`confirm`). */
export function usePasswordPolicy(confirm?: string): PasswordPolicy {
  const policy = useQuery({
    queryKey: ['passwordPolicy', confirm ?? ''],
    queryFn: async ({ signal }) =>
      toPolicy(
        await unwrap(
          api.GET('/api/2.0/settings/security/password', { signal, ...(confirm && { headers: { confirm } }) }),
        ),
      ),
    staleTime: 60_000,
    retry: false,
  });
  return policy.data ?? USUAL;
}
