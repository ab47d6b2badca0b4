import { api, envelope, type Schemas } from '@/api/client';
import type { Setting } from './setting';

/** Days after which the server forgets. */
export interface Lifetimes {
  logins: number;
  audit: number;
}

export const LIFETIMES: Setting<Lifetimes> = {
  name: 'lifetimes',
  load: async (signal) => {
    const body = await envelope(api.GET('/api/2.0/security/audit/settings/lifetime', { signal }));
    // The reference document forgets the envelope around this one.
    const settings = (body as { response?: Schemas['TenantAuditSettings'] }).response;
    return { logins: settings?.loginHistoryLifeTime ?? 0, audit: settings?.auditTrailLifeTime ?? 0 };
  },
  save: ({ logins, audit }) => {
    const settings = { loginHistoryLifeTime: logins, auditTrailLifeTime: audit };
    return envelope(api.POST('/api/2.0/security/audit/settings/lifetime', { body: { settings } }));
  },
};
