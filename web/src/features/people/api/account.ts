// What administrators do for somebody's account.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, unwrap } from '@/api/client';
import { notifyDone, notifyError } from '@/shared/notify';
import { labelOf } from '../lib/label';
import type { PersonLine } from '../types';
import { refreshPeople } from './people';

/** Mails somebody a link for a new password. */
export function useSendPasswordLink() {
  return useMutation({
    mutationFn: ({ email }: PersonLine) => unwrap(api.POST('/api/2.0/people/password', { body: { email } })),
    onSuccess: (_answer, { name }) => notifyDone(i18n.t('people.passwordSent', { name })),
    onError: (error) => notifyError(error),
  });
}

/** Ends all sessions of people; they may sign in again. */
export function useSignOutPeople() {
  return useMutation({
    mutationFn: (people: PersonLine[]) =>
      Promise.all(
        people.map(({ id }) =>
          unwrap(
            api.PUT('/api/2.0/security/activeconnections/logoutall/{userId}', { params: { path: { userId: id } } }),
          ),
        ),
      ),
    onSuccess: (_answers, people) => notifyDone(i18n.t('people.signedOut', { name: labelOf(people) })),
    onError: (error) => notifyError(error),
  });
}

/** Gives somebody another address, at once. */
export function useSetEmail() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ person, email }: { person: PersonLine; email: string }) =>
      unwrap(api.POST('/api/2.0/people/email', { body: { userId: person.id, email } })),
    onSettled: () => refreshPeople(client),
  });
}

/** Limits the storage of people, in bytes; null = as everybody's. */
export function useSetQuota() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ people, bytes }: { people: PersonLine[]; bytes: number | null }) => {
      const userIds = people.map(({ id }) => id);
      return bytes === null
        ? unwrap(api.PUT('/api/2.0/people/resetquota', { body: { userIds } }))
        : unwrap(api.PUT('/api/2.0/people/userquota', { body: { userIds, quota: bytes } }));
    },
    onSettled: () => refreshPeople(client),
  });
}
