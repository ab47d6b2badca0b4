import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, OFFLINE } from '@/api/client';

/** The session ended elsewhere: back to the door, and afterwards back to where one was. */
function onError(error: Error): void {
  if (!(error instanceof ApiError) || error.status !== 401) return;
  const { pathname, search } = window.location;
  // Those who come by a link are strangers, and may be.
  if (/^\/(login|wizard|confirm|rooms\/share|sdk|old-sdk|doceditor)/.test(pathname)) return;
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
