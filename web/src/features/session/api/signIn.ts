import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { hashPassword } from '../lib/passwordHash';
import type { PortalSettings } from '../types';
import { sessionQuery } from './session';

export interface Credentials {
  email: string;
  password: string;
  /** Keep the session after the browser is closed. */
  remember: boolean;
}

/** Signs in; the answer sets the session cookie. */
export function useSignIn(settings: PortalSettings) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ email, password, remember }: Credentials) => {
      const secret = settings.passwordHash
        ? { passwordHash: await hashPassword(password, settings.passwordHash as Parameters<typeof hashPassword>[1]) }
        : { password };
      return unwrap(
        api.POST('/api/2.0/authentication', { body: { userName: email.trim(), session: !remember, ...secret } }),
      );
    },
    onSuccess: () => {
      client.clear();
      return client.fetchQuery({ ...sessionQuery, staleTime: 0 });
    },
  });
}

/** Signs out here; other devices stay signed in. With `stay` the page is only loaded anew. */
export function useSignOut({ stay = false }: { stay?: boolean } = {}) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/2.0/authentication/logout')),
    onSettled: () => {
      client.clear();
      if (stay) window.location.reload();
      else window.location.assign('/login');
    },
  });
}
