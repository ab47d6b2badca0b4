import type { RoomArea, RoomFilter, RoomType } from '../types';
import { ROOM_TYPES } from './roomTypes';

/** What the address of the room list may say. */
export interface RoomSearch {
  q?: string;
  type?: RoomType;
  tag?: string;
  /** Id of a person. */
  by?: string;
  /** Id of a group of rooms. */
  group?: number;
  sort?: RoomFilter['sortBy'];
  desc?: boolean;
  /** The dialog for a new room is open. */
  new?: boolean;
}

export const SORTS: RoomFilter['sortBy'][] = ['DateAndTime', 'AZ', 'RoomType'];
/** Everything that narrows the list, taken away. */
export const NO_FILTERS = { q: undefined, type: undefined, tag: undefined, by: undefined };

export function readRoomSearch(raw: Record<string, unknown>): RoomSearch {
  const type = ROOM_TYPES.find((one) => one === raw['type']);
  const sort = SORTS.find((one) => one === raw['sort']);
  return {
    ...(raw['q'] !== undefined && raw['q'] !== '' && { q: String(raw['q']) }),
    ...(type && { type }),
    ...(raw['tag'] !== undefined && raw['tag'] !== '' && { tag: String(raw['tag']) }),
    ...(typeof raw['by'] === 'string' && raw['by'] !== '' && { by: raw['by'] }),
    ...(typeof raw['group'] === 'number' && { group: raw['group'] }),
    ...(sort && { sort }),
    ...(raw['new'] === true && { new: true }),
    ...(typeof raw['desc'] === 'boolean' && { desc: raw['desc'] }),
  };
}

export function toFilter(search: RoomSearch, area: RoomArea = 'rooms'): RoomFilter {
  const { q = '', type, tag, by, group, sort = 'DateAndTime', desc = sort === 'DateAndTime' } = search;
  return {
    area,
    search: q,
    type: type ?? null,
    tag: tag ?? null,
    person: by ?? null,
    group: group ?? null,
    sortBy: sort,
    descending: desc,
  };
}
