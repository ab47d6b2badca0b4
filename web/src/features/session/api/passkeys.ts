import { useMutation, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { showPasskey } from '../lib/passkeys';
import type { FactorStep } from '../lib/step';

/** Signs in with a passkey, instead of a password or as the step after it. False when its person declined. */
export function usePasskeySignIn(step?: FactorStep) {
  const headers = step ? { confirm: step.header } : {};
  return useMutation({
    mutationFn: async ({ remember }: { remember: boolean }): Promise<boolean> => {
      const asked = await unwrap(api.POST('/api/2.0/authentication/passkeys/challenge', { headers }));
      const credential = await showPasskey(asked.publicKey);
      if (!credential) return false;
      await unwrap(
        api.POST('/api/2.0/authentication/passkeys/login', {
          headers,
          body: { challengeId: asked.challengeId, credential: credential as never, session: !remember },
        }),
      );
      return true;
    },
  });
}

/** What somebody between password and second factor can show. */
export function useFactors(step: FactorStep) {
  return useQuery({
    queryKey: ['factors', step.header],
    enabled: step.kind === 'TfaAuth',
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/2.0/authentication/passkeys/factors', { headers: { confirm: step.header }, signal })),
    retry: false,
  });
}
