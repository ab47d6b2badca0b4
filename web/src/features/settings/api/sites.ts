import { api, unwrap } from '@/api/client';
import type { Setting } from './setting';

/** Sites that may show the space in a frame. */
export const SITES: Setting<string[]> = {
  name: 'sites',
  load: async (signal) => (await unwrap(api.GET('/api/2.0/security/csp', { signal }))).domains ?? [],
  save: (domains) => unwrap(api.POST('/api/2.0/security/csp', { body: { domains } })),
};
