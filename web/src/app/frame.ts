// The app in a frame of another site's page: speaks with that page. Fetched only there.
import { allowedSites, methodsOf } from '@/features/embedding';
import { sessionQuery } from '@/features/session';
import { contentDrawn, frame, meetHost } from '@/shared/embed';
import { speak } from '@/shared/i18n';
import { queryClient } from './queryClient';
import { router } from './router';

export function startFrame(): void {
  const locale = frame()?.locale;
  if (locale) void speak(locale);
  meetHost(() => methodsOf(frame()?.mode ?? 'manager', doors), allowedSites);
  watchDrawing();
}

const doors = {
  renew: () => void renew(),
  refresh: () => {
    for (const name of ['entries', 'rooms', 'places']) void queryClient.invalidateQueries({ queryKey: [name] });
  },
  newRoom: () => void router.navigate({ to: '/rooms', search: { new: true } as never }),
};

/** Somebody else is in, or nobody any more. */
async function renew(): Promise<void> {
  queryClient.clear();
  await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
  const { pathname, search } = router.state.location;
  if (pathname === '/login')
    await router.navigate({ href: (search as { next?: string }).next ?? '/rooms', replace: true });
  else await router.invalidate();
}

/** ms between two looks; screens ask for what they show a moment after they are rendered. */
const LOOK = 80;

/** The first screen is there once it is rendered and waits for nothing more, twice in a row. */
function watchDrawing(): void {
  let quiet = 0;
  const looking = setInterval(() => {
    const { status, resolvedLocation } = router.state;
    quiet = status === 'idle' && resolvedLocation && queryClient.isFetching() === 0 ? quiet + 1 : 0;
    if (quiet < 2) return;
    clearInterval(looking);
    contentDrawn();
  }, LOOK);
}
