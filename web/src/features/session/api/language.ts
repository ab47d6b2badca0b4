import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { cultureOf } from '@/shared/i18n';
import { sessionQuery } from './session';

/** Remembers the language with the account, so that other devices and mails speak it too. */
export function useSaveLanguage() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ person, language }: { person: string; language: string }) =>
      unwrap(
        api.PUT('/api/2.0/people/{userid}/culture', {
          params: { path: { userid: person } },
          body: { cultureName: cultureOf(language) },
        }),
      ),
    onMutate: ({ language }) =>
      client.setQueryData(sessionQuery.queryKey, (session) =>
        session?.state === 'member'
          ? { ...session, self: { ...session.self, cultureName: cultureOf(language) } }
          : session,
      ),
  });
}
