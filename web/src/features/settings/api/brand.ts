// The name and the logos of the space (platform/06 §6.5 of the contract).
import { useMutation, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, unwrap } from '@/api/client';
import { brandQuery } from '@/features/session';
import { notifyDone } from '@/shared/notify';
import { type LogoDraft, toLogos } from '../lib/logos';
import type { Setting } from './setting';

/** Longest name that the server takes. */
export const LONGEST_NAME = 40;

export interface SpaceName {
  name: string;
  /** It is the product's. */
  usual: boolean;
}

export const SPACE_NAME: Setting<SpaceName> = {
  name: 'spaceName',
  load: async (signal) => {
    const [name, { default: usual }] = await Promise.all([
      unwrap(api.GET('/api/2.0/settings/whitelabel/logotext', { signal })),
      unwrap(api.GET('/api/2.0/settings/whitelabel/logotext/isdefault', { signal })),
    ]);
    return { name: String(name ?? ''), usual };
  },
  save: ({ name }) =>
    unwrap(api.POST('/api/2.0/settings/whitelabel/logotext/save', { body: { logoText: name.trim() } })),
  reset: () => unwrap(api.PUT('/api/2.0/settings/whitelabel/logotext/restore')),
};

/** Saves picked logos, or with null goes back to the product's. */
export function useSaveLogos() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (draft: LogoDraft | null) =>
      draft
        ? unwrap(api.POST('/api/2.0/settings/whitelabel/logos/save', { body: { logo: toLogos(draft) } }))
        : unwrap(api.PUT('/api/2.0/settings/whitelabel/logos/restore')),
    // They stand where they belong before the draft goes.
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: brandQuery.queryKey });
      notifyDone(i18n.t('settings.saved'));
    },
  });
}
