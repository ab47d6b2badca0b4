// The stops of the tour, and whom each is for.
import type { Person } from '@/features/session';

export interface Step {
  name: 'welcome' | 'rooms' | 'create' | 'documents' | 'search' | 'invite' | 'profile';
  /** What it is about: the value of `data-tour`; null for the whole app. */
  target: string | null;
  /** It is in the navigation, which phones keep in a drawer. */
  inMenu: boolean;
}

const stop = (name: Step['name'], target: string | null, inMenu = false): Step => ({ name, target, inMenu });

/** What somebody is shown: nothing they may not do. */
export function stepsFor({ isOwner, isAdmin, isRoomAdmin, isVisitor }: Person): Step[] {
  const makesRooms = (isOwner || isAdmin || isRoomAdmin) === true;
  return [
    stop('welcome', null),
    stop('rooms', '/rooms', true),
    ...(makesRooms ? [stop('create', 'create')] : isVisitor ? [] : [stop('documents', '/documents', true)]),
    stop('search', 'search'),
    ...(makesRooms ? [stop('invite', '/people', true)] : []),
    stop('profile', 'profile', true),
  ];
}
