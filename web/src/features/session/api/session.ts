import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { ApiError, api, unwrap } from '@/api/client';
import { createStore, useStore } from '@/shared/lib/store';
import type { Person, Session } from '../types';

/** TenantStatus of the contract: everything else is suspended, being restored, or about to go. */
const OPEN = 0;

/** Where the visitor of this page stood before: null until it is known. */
let before: Session['state'] | null = null;
const cameIn = createStore(false);

/** Loads who is here, and notes when a stranger has become somebody. */
async function followSession(): Promise<Session> {
  const session = await loadSession();
  if (session.state === 'member' && (before === 'wizard' || before === 'anonymous')) cameIn.set(() => true);
  before = session.state;
  return session;
}

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

export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: followSession, staleTime: 5 * 60_000 });

/** The signed-in person. Only for screens behind the door. */
export function useSelf(): Person {
  const { data } = useSuspenseQuery(sessionQuery);
  if (data.state !== 'member') throw new ApiError(401, '');
  return data.self;
}

/** Whether somebody came in on this very page: set the space up, signed in, or took an invitation. */
export function useCameIn(): boolean {
  return useStore(cameIn);
}
