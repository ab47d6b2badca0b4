import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ApiError, api, unwrap } from '@/api/client';
import { sessionQuery, useSelf } from '@/features/session';
import { onRefusal, openLink, useLive } from '@/shared/realtime';

function leave(): void {
  const { pathname, search } = window.location;
  window.location.assign(`/login?next=${encodeURIComponent(pathname + search)}`);
}

/** The server let nobody in: out of the house, if it is because the session is over. */
function checkSession(): void {
  unwrap(api.GET('/api/2.0/people/@self')).catch((error) => {
    if (error instanceof ApiError && error.status === 401) leave();
  });
}

/** Opens the link for as long as somebody is inside, and hears what concerns every screen. */
export function useLiveSpace(): void {
  const client = useQueryClient();
  const self = useSelf();
  const { data } = useSuspenseQuery(sessionQuery);
  const path = data.settings.socketUrl ?? '';
  const listsPeople = useRouterState({ select: ({ location }) => location.pathname.startsWith('/people') });
  useEffect(() => openLink({ path }), [path]);
  useEffect(() => onRefusal(checkSession), []);

  const people = () => void client.invalidateQueries({ queryKey: ['people'] });
  const groups = () => void client.invalidateQueries({ queryKey: ['groups'] });
  useLive({
    rooms: [self.id ?? '', 'operations', ...(listsPeople ? ['users', 'guests', 'groups'] : [])].filter(Boolean),
    on: {
      's:logout-session': ({ loginEventId }) => {
        if (loginEventId === 0 || loginEventId === self.loginEventId) leave();
      },
      // Another type sees other screens.
      's:change-my-type': () => void client.invalidateQueries(),
      's:add-user': people,
      's:update-user': people,
      's:delete-user': people,
      's:add-guest': people,
      's:update-guest': people,
      's:delete-guest': people,
      's:add-group': groups,
      's:update-group': groups,
      's:delete-group': groups,
    },
  });
}
