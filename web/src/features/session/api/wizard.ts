import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { hashPassword } from '../lib/passwordHash';
import type { PortalSettings } from '../types';
import { sessionQuery } from './session';

export interface FirstOwner {
  name: string;
  email: string;
  password: string;
  language: string;
  timeZone: string;
}

/** `wizardToken` is either the key alone or the whole confirm string, depending on the server's version. */
export function confirmHeader(token: string): string {
  return token.includes('key=') ? token : `type=Wizard&key=${token}`;
}

async function nameOwner(name: string): Promise<void> {
  const words = name.trim().split(/\s+/u);
  const lastName = words.length > 1 ? (words.pop() ?? '') : '';
  const self = await unwrap(api.GET('/api/2.0/people/@self'));
  await unwrap(
    api.PUT('/api/2.0/people/{userid}', {
      params: { path: { userid: self.id ?? '' } },
      body: { firstName: words.join(' '), lastName },
    }),
  );
}

/** Makes the owner of a new space and signs them in. */
export function useCompleteWizard(settings: PortalSettings) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, email, password, language, timeZone }: FirstOwner) => {
      const passwordHash = await hashPassword(password, settings.passwordHash as Parameters<typeof hashPassword>[1]);
      await unwrap(
        api.PUT('/api/2.0/settings/wizard/complete', {
          headers: { confirm: confirmHeader(settings.wizardToken ?? '') },
          body: { email: email.trim(), passwordHash, lng: language, timeZone, subscribeFromSite: false },
        }),
      );
      // The wizard of the contract knows no name. A refused one is no reason to stop at the door.
      await nameOwner(name).catch(() => undefined);
    },
    onSuccess: () => {
      client.clear();
      return client.fetchQuery({ ...sessionQuery, staleTime: 0 });
    },
  });
}
