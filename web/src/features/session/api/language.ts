import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** Remembers the language with the account, so that mails speak it too. */
export function useSaveLanguage() {
  return useMutation({
    mutationFn: ({ person, language }: { person: string; language: string }) =>
      unwrap(
        api.PUT('/api/2.0/people/{userid}/culture', {
          params: { path: { userid: person } },
          body: { cultureName: language === 'en' ? 'en-US' : language },
        }),
      ),
  });
}
