import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, OFFLINE } from '@/api/client';

/** The session ended elsewhere: back to the door, and afterwards back to where one was. */
function onError(error: Error): void {
  if (!(error instanceof ApiError) || error.status !== 401) return;
  const { pathname, search } = window.location;
  if (pathname === '/login' || pathname === '/wizard') return;
  window.location.assign(`/login?next=${encodeURIComponent(pathname + search)}`);
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) =>
        failures < 2 && (!(error instanceof ApiError) || error.status === OFFLINE || error.status >= 502),
    },
  },
});
