import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { hashPassword } from '@/features/session';
import type { PersonType } from '../types';
import { refreshPeople } from './people';

export interface NewPerson {
  firstName: string;
  lastName: string;
  email: string;
  password: string;
  type: PersonType;
}

/** Adds an account with a first password, which never leaves the browser in the clear. */
export function useAddPerson() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ password, ...person }: NewPerson) => {
      const settings = await unwrap(api.GET('/api/2.0/settings', { params: { query: { withpassword: true } } }));
      const secret = settings.passwordHash
        ? { passwordHash: await hashPassword(password, settings.passwordHash as Parameters<typeof hashPassword>[1]) }
        : { password };
      return unwrap(api.POST('/api/2.0/people', { body: { ...person, ...secret } }));
    },
    onSettled: () => refreshPeople(client),
  });
}
