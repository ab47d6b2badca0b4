import { useMutation } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, unwrap } from '@/api/client';

/** A word to the administrators from somebody who cannot get in. */
export function useWriteToAdmins() {
  return useMutation({
    mutationFn: ({ email, message }: { email: string; message: string }) =>
      unwrap(api.POST('/api/2.0/settings/sendadmmail', { body: { email, message, culture: i18n.language } })),
  });
}

/** Somebody with an address of a trusted domain asks for an invitation. */
export function useAskToJoin() {
  return useMutation({
    mutationFn: (email: string) =>
      unwrap(api.POST('/api/2.0/settings/sendjoininvite', { body: { email, culture: i18n.language } })),
  });
}
