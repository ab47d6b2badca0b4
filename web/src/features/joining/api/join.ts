import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import {
  type FactorStep,
  type HashParameters,
  hashPassword,
  type PortalSettings,
  sessionQuery,
  stepAfter,
} from '@/features/session';
import type { ArrivalLink } from '../lib/arrival';

export interface Newcomer {
  firstName: string;
  lastName: string;
  email: string;
  password: string;
}

/** Makes the account an invitation promises, and signs it in; the answer is what is still to be shown for that. */
export function useJoin(link: ArrivalLink, settings: PortalSettings) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ password, ...person }: Newcomer): Promise<FactorStep | null> => {
      const passwordHash = await hashPassword(password, settings.passwordHash as HashParameters);
      await unwrap(
        api.POST('/api/2.0/people', {
          headers: { confirm: link.header },
          body: { ...person, passwordHash, fromInviteLink: true, key: link.key },
        }),
      );
      const step = stepAfter(
        await unwrap(api.POST('/api/2.0/authentication', { body: { userName: person.email, passwordHash } })),
      );
      if (step) return step;
      client.clear();
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
      return null;
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
