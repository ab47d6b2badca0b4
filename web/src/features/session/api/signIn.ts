import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { tell } from '@/shared/embed';
import { hashPassword } from '../lib/passwordHash';
import { type FactorStep, stepAfter } from '../lib/step';
import type { PortalSettings } from '../types';
import { useFreshSession } from './factor';

export interface Credentials {
  email: string;
  password: string;
  /** Keep the session after the browser is closed. */
  remember: boolean;
}

/** Signs in; the answer sets the session cookie, or says what is still to be shown. */
export function useSignIn(settings: PortalSettings) {
  const refresh = useFreshSession();
  return useMutation({
    mutationFn: async ({ email, password, remember }: Credentials): Promise<FactorStep | null> => {
      const secret = settings.passwordHash
        ? { passwordHash: await hashPassword(password, settings.passwordHash as Parameters<typeof hashPassword>[1]) }
        : { password };
      const step = stepAfter(
        await unwrap(
          api.POST('/api/2.0/authentication', { body: { userName: email.trim(), session: !remember, ...secret } }),
        ),
      );
      if (!step) await refresh();
      return step;
    },
  });
}

/** Signs out here; other devices stay signed in. With `stay` the page is only loaded anew. */
export function useSignOut({ stay = false }: { stay?: boolean } = {}) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/2.0/authentication/logout')),
    onSettled: () => {
      tell('onSignOut');
      client.clear();
      if (stay) window.location.reload();
      else window.location.assign('/login');
    },
  });
}
