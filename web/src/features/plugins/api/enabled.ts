import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { PluginRecord } from '../lib/loaded';

/** The plugins that are switched on. The key begins like that of the settings' list, so that a change there is seen here. */
export function useEnabledPlugins(wanted: boolean) {
  return useQuery({
    queryKey: ['plugins', 'enabled'],
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<PluginRecord[]> => {
      const params = { query: { enabled: true } };
      const list = (await unwrap(api.GET('/api/2.0/settings/webplugins', { params, signal }))) ?? [];
      return list.map(({ name, pluginName, version, url, scopes, settings }) => ({
        name: name ?? '',
        pluginName: pluginName ?? '',
        version: version ?? '',
        url: url ?? '',
        scopes: (scopes ?? '').split(',').filter(Boolean),
        settings: settings || null,
      }));
    },
  });
}
