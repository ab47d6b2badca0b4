import type { Room } from '../types';

/** A room as plugins are offered it. */
export function asEntry({ id, rights }: Room) {
  return { id, kind: 'folder', extension: '', isRoom: true, rights };
}
