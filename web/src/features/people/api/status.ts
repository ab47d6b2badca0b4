import { useMutation, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, unwrap } from '@/api/client';
import { notifyDone, notifyError } from '@/shared/notify';
import { labelOf } from '../lib/label';
import type { PersonLine } from '../types';
import { patchPeople, refreshPeople, restorePeople } from './people';

function setStatus(userIds: string[], status: 1 | 2) {
  const params = { path: { status } };
  return unwrap(api.PUT('/api/2.0/people/status/{status}', { params, body: { userIds, resendAll: false } }));
}

/** Disables people on the way to their deletion, without a word about it. */
export function useDisableQuietly() {
  return useMutation({
    mutationFn: async (people: PersonLine[]) => {
      if (people.length > 0)
        await setStatus(
          people.map(({ id }) => id),
          2,
        );
    },
    onError: (error) => notifyError(error, i18n.t('error.notDeleted')),
  });
}

interface StatusChange {
  people: PersonLine[];
  enable: boolean;
  /** It takes back what was just done: no way back from there. */
  undo?: boolean;
}

/** Disables people or lets them in again. */
export function useSetStatus() {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: ({ people, enable }: StatusChange) =>
      setStatus(
        people.map(({ id }) => id),
        enable ? 1 : 2,
      ),
    onMutate: ({ people, enable }) => {
      const ids = new Set(people.map(({ id }) => id));
      const status = enable ? ('active' as const) : ('disabled' as const);
      return patchPeople(client, (list, filter) =>
        list
          .map((one) => (ids.has(one.id) ? { ...one, status, pending: false, disabled: !enable } : one))
          .filter((one) => !ids.has(one.id) || filter.status === null || filter.status === status),
      );
    },
    onError: (error, _change, before) => {
      restorePeople(client, before);
      notifyError(error);
    },
    onSuccess: (_answer, { people, enable, undo }) => {
      const text = i18n.t(enable ? 'people.enabledNow' : 'people.disabledNow', { name: labelOf(people) });
      notifyDone(text, undo ? undefined : { run: () => mutation.mutate({ people, enable: !enable, undo: true }) });
    },
    onSettled: () => refreshPeople(client),
  });
  return mutation;
}
