import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { sessionQuery, useSelf } from '@/features/session';
import { useLive } from '@/shared/realtime';
import { useEnabledPlugins } from '../api/enabled';
import { roleOf } from '../lib/filters';
import { standHere } from '../lib/loaded';

/** Calls back once there is nothing better to do. */
function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIdle(true), 0);
    return () => clearTimeout(timer);
  }, []);
  return idle;
}

/** Has the space's plugins at work while somebody is inside. Where there are none, one small question is all it costs. */
export function usePluginsAtWork(): void {
  const client = useQueryClient();
  const self = useSelf();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const idle = useIdle();
  const { data: records } = useEnabledPlugins(idle && session.settings.plugins?.enabled === true);
  const any = useRef(false);
  const role = roleOf(self);

  useEffect(() => {
    if (!records || (records.length === 0 && !any.current)) return;
    any.current = true;
    standHere(role);
    // A plugin that does not come is missed by nobody.
    void import('../lib/host').then(({ loadPlugins }) => loadPlugins(records)).catch(() => undefined);
  }, [records, role]);

  useLive({
    rooms: ['quota'],
    on: { 's:change-web-plugin': () => void client.invalidateQueries({ queryKey: ['plugins'] }) },
  });
}
