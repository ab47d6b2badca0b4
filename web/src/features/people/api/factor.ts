import { useMutation, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, unwrap } from '@/api/client';
import { notifyDone, notifyError } from '@/shared/notify';
import type { PersonLine } from '../types';
import { refreshPeople } from './people';

/** Unlinks somebody's authenticator app: they set up a new one when they sign in next. */
export function useResetFactor() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: PersonLine) => unwrap(api.PUT('/api/2.0/settings/tfaappnewapp', { body: { id } })),
    onSuccess: (_answer, { name }) => notifyDone(i18n.t('people.factorReset', { name })),
    onError: (error) => notifyError(error),
    onSettled: () => refreshPeople(client),
  });
}
