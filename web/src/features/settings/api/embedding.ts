import { api, unwrap } from '@/api/client';
import type { Setting } from './setting';

/** Sites that may show the space in a frame, and from which its pages may load (platform/07 §7.4 of the contract). */
export interface Embedding {
  sites: string[];
}

export const EMBEDDING: Setting<Embedding> = {
  name: 'embedding',
  load: async (signal) => ({ sites: (await unwrap(api.GET('/api/2.0/security/csp', { signal }))).domains ?? [] }),
  save: ({ sites }) => unwrap(api.POST('/api/2.0/security/csp', { body: { domains: sites } })),
};
