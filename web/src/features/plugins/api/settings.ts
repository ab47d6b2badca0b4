import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, unwrap } from '@/api/client';
import type { Actor } from '../lib/loaded';

/** Keeps a text for a plugin at work. Only administrators may; for others it fails, as anything they may not do. */
export function useKeepSettings({ record: { name } }: Actor): (settings: string) => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    async (settings: string) => {
      const params = { path: { name } };
      await unwrap(api.PUT('/api/2.0/settings/webplugins/{name}', { params, body: { enabled: true, settings } }));
      await client.invalidateQueries({ queryKey: ['plugins'] });
    },
    [client, name],
  );
}
