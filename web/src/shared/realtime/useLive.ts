import { useEffect, useRef } from 'react';
import { useStore } from '@/shared/lib/store';
import { hear, joinRooms, linkState, onReturn } from './link';
import type { MessageName, Messages } from './messages';

export type Hearing = { [E in MessageName]?: (payload: Messages[E]) => void };

interface Live {
  /** Names of rooms, such as `DIR-7`. */
  rooms: readonly string[];
  on: Hearing;
  /** Something may have been missed. */
  onReturn?: () => void;
}

/** Hears what happens in some rooms while the component is there. Handlers may change with every render. */
export function useLive(live: Live): void {
  const latest = useRef(live);
  useEffect(() => {
    latest.current = live;
  });
  const names = live.rooms.join(' ');
  useEffect(() => (names ? joinRooms(names.split(' ')) : undefined), [names]);
  const events = Object.keys(live.on).join(' ');
  useEffect(() => {
    const stops = (events.split(' ') as MessageName[]).map((event) =>
      hear(event, (payload) => (latest.current.on[event] as ((payload: unknown) => void) | undefined)?.(payload)),
    );
    stops.push(onReturn(() => latest.current.onReturn?.()));
    return () => {
      for (const stop of stops) stop();
    };
  }, [events]);
}

const ASK_AGAIN = 15_000;

/** For `refetchInterval`: while nobody tells what happens, one asks. */
export function useFallback(): number | false {
  const state = useStore(linkState);
  return state === 'up' || state === 'opening' ? false : ASK_AGAIN;
}
