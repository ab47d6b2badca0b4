import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas, unwrap } from '@/api/client';
import { stepOf } from '@/features/session';
import { notifyError } from '@/shared/notify';
import { outOfReach } from '@/shared/realtime';

/** Whether the space asks for codes of an app, and whether one's own is linked. */
export function useOwnFactor() {
  return useQuery({
    queryKey: ['ownFactor'],
    queryFn: async ({ signal }) => {
      const kinds = (await unwrap(api.GET('/api/2.0/settings/tfaapp', { signal }))) ?? [];
      const asked = kinds.some(({ id, enabled }) => id === 'app' && enabled);
      const next: Schemas['TfaConfirmDataDto'] | undefined = asked
        ? await unwrap(api.GET('/api/2.0/settings/tfaapp/confirm', { signal }))
        : undefined;
      const step = next?.url ? stepOf(next.url) : null;
      return { asked, linked: step?.kind === 'TfaAuth' };
    },
  });
}

/** Goes where an app is linked; the key of that page travels in a cookie, as after a sign-in. */
export function useLinkApp() {
  return useMutation({
    mutationFn: () => unwrap(api.GET('/api/2.0/settings/tfaapp/confirm')),
    onSuccess: ({ url, cookieName, cookieValue }) => {
      // biome-ignore lint/suspicious/noDocumentCookie: the contract hands the cookie out this way
      document.cookie = `${cookieName}=${encodeURIComponent(cookieValue ?? '')}; path=/; samesite=strict`;
      if (url) window.location.assign(url);
    },
    onError: (error) => notifyError(error),
  });
}

/** Unlinks the app, and goes where another one is linked. */
export function useChangeApp() {
  return useMutation({
    mutationFn: () => outOfReach(() => unwrap(api.PUT('/api/2.0/settings/tfaappnewapp', { body: {} }))),
    onSuccess: (url) => window.location.assign(url || '/login'),
    onError: (error) => notifyError(error),
  });
}

/** Makes new backup codes; the old ones are void. */
export function useNewBackupCodes() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.PUT('/api/2.0/settings/tfaappnewcodes')),
    onError: (error) => notifyError(error),
    onSettled: () => client.invalidateQueries({ queryKey: ['backupCodes'] }),
  });
}
