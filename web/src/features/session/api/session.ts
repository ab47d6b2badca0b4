import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { ApiError, api, unwrap } from '@/api/client';
import type { Person, Session } from '../types';

/** TenantStatus of the contract: everything else is suspended, being restored, or about to go. */
const OPEN = 0;

async function loadSession(): Promise<Session> {
  const settings = await unwrap(api.GET('/api/2.0/settings'));
  if (settings.wizardToken) return { state: 'wizard', settings };
  if (settings.tenantStatus !== OPEN) return { state: 'closed', settings };
  try {
    const self = await unwrap(api.GET('/api/2.0/people/@self'));
    return { state: 'member', settings, self };
  } catch (error) {
    if (error instanceof ApiError && (error.status === 401 || error.status === 403))
      return { state: 'anonymous', settings };
    throw error;
  }
}

export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: loadSession, staleTime: 5 * 60_000 });

/** The signed-in person. Only for screens behind the door. */
export function useSelf(): Person {
  const { data } = useSuspenseQuery(sessionQuery);
  if (data.state !== 'member') throw new ApiError(401, '');
  return data.self;
}
