import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { FactorStep } from '../lib/step';
import { sessionQuery } from './session';

/** What an authenticator app is set up with. */
export function useAppSetup({ header }: FactorStep, enabled: boolean) {
  return useQuery({
    queryKey: ['factorSetup', header],
    enabled,
    queryFn: async ({ signal }) => {
      const setup = await unwrap(api.GET('/api/2.0/settings/tfaapp/setup', { headers: { confirm: header }, signal }));
      return {
        account: setup.account ?? '',
        key: setup.manualEntryKey ?? '',
        picture: setup.qrCodeSetupImageUrl ?? '',
      };
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** Shows a code; the answer sets the session cookie. True when it was the first one of a new app. */
export function useShowCode({ header }: FactorStep) {
  return useMutation({
    mutationFn: ({ code, remember }: { code: string; remember: boolean }) =>
      unwrap(
        api.POST('/api/2.0/settings/tfaapp/validate', {
          headers: { confirm: header },
          body: { code: code.trim(), session: !remember },
        }),
      ),
  });
}

/** Everything is loaded anew for who is in now. */
export function useFreshSession() {
  const client = useQueryClient();
  return () => {
    client.clear();
    return client.fetchQuery({ ...sessionQuery, staleTime: 0 });
  };
}

export interface BackupCode {
  code: string;
  used: boolean;
}

/** Codes for the day one's phone is away; each works once. */
export function useBackupCodes(enabled: boolean) {
  return useQuery({
    queryKey: ['backupCodes'],
    enabled,
    queryFn: async ({ signal }): Promise<BackupCode[]> => {
      const codes = await unwrap(api.GET('/api/2.0/settings/tfaappcodes', { signal }));
      return (codes ?? []).map(({ code, isUsed }) => ({ code: code ?? '', used: isUsed ?? false }));
    },
  });
}
