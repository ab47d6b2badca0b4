import { useMutation, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, unwrap } from '@/api/client';
import { notifyDone, notifyError } from '@/shared/notify';
import { labelOf } from '../lib/label';
import type { PersonLine } from '../types';
import { patchPeople, refreshPeople, restorePeople } from './people';

/** Takes people out of every loaded list while the server is asked to. */
function useTakeAway(ask: (ids: string[]) => Promise<unknown>, done: 'people.deleted' | 'people.forgotten') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (people: PersonLine[]) => ask(people.map(({ id }) => id)),
    onMutate: (people) => {
      const ids = new Set(people.map(({ id }) => id));
      return patchPeople(client, (list) => list.filter(({ id }) => !ids.has(id)));
    },
    onError: (error, _people, before) => {
      restorePeople(client, before);
      notifyError(error, i18n.t('error.notDeleted'));
    },
    onSuccess: (_answer, people) => notifyDone(i18n.t(done, { name: labelOf(people) })),
    onSettled: () => refreshPeople(client),
  });
}

/** Deletes disabled people; what they own goes to the owner of the space. */
export function useDeletePeople() {
  return useTakeAway(
    (userIds) => unwrap(api.PUT('/api/2.0/people/delete', { body: { userIds, resendAll: false } })),
    'people.deleted',
  );
}

/** Takes guests off one's own list and out of one's rooms. */
export function useForgetGuests() {
  return useTakeAway(
    (userIds) => unwrap(api.DELETE('/api/2.0/people/guests', { body: { userIds, resendAll: false } })),
    'people.forgotten',
  );
}

/** Mails invitations again. */
export function useResend() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (people: PersonLine[]) =>
      unwrap(api.PUT('/api/2.0/people/invite', { body: { userIds: people.map(({ id }) => id), resendAll: false } })),
    onError: (error) => notifyError(error),
    onSuccess: (_answer, people) => notifyDone(i18n.t('people.resent', { name: labelOf(people) })),
    onSettled: () => refreshPeople(client),
  });
}
