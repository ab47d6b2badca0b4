import { api, unwrap } from '@/api/client';

/** The sites that may show the space in a frame. */
export async function allowedSites(): Promise<string[]> {
  const { domains } = await unwrap(api.GET('/api/2.0/security/csp'));
  return domains ?? [];
}
