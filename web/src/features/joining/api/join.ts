import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { type HashParameters, hashPassword, type PortalSettings, sessionQuery } from '@/features/session';
import type { ArrivalLink } from '../lib/arrival';

export interface Newcomer {
  firstName: string;
  lastName: string;
  email: string;
  password: string;
}

/** Makes the account an invitation promises, and signs it in. */
export function useJoin(link: ArrivalLink, settings: PortalSettings) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ password, ...person }: Newcomer) => {
      const passwordHash = await hashPassword(password, settings.passwordHash as HashParameters);
      await unwrap(
        api.POST('/api/2.0/people', {
          headers: { confirm: link.header },
          body: { ...person, passwordHash, fromInviteLink: true, key: link.key },
        }),
      );
      await unwrap(api.POST('/api/2.0/authentication', { body: { userName: person.email, passwordHash } }));
    },
    onSuccess: () => {
      client.clear();
      return client.fetchQuery({ ...sessionQuery, staleTime: 0 });
    },
  });
}

/** A new password for the person the link was mailed to. */
export function useSetPassword(link: ArrivalLink, settings: PortalSettings) {
  return useMutation({
    mutationFn: async (password: string) => {
      const passwordHash = await hashPassword(password, settings.passwordHash as HashParameters);
      const headers = { confirm: link.header };
      const uid = link.uid ?? '';
      if (link.type === 'Activation')
        await unwrap(
          api.PUT('/api/2.0/people/activationstatus/{activationstatus}', {
            params: { path: { activationstatus: 1 } },
            headers,
            body: { userIds: [uid], resendAll: false },
          }),
        );
      return unwrap(
        api.PUT('/api/2.0/people/{userid}/password', {
          params: { path: { userid: uid } },
          headers,
          body: { passwordHash },
        }),
      );
    },
  });
}
