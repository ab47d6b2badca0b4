import type { RoomFilter, RoomType } from '../types';
import { ROOM_TYPES } from './roomTypes';

/** What the address of the room list may say. */
export interface RoomSearch {
  q?: string;
  type?: RoomType;
  tag?: string;
  sort?: RoomFilter['sortBy'];
}

const SORTS: RoomFilter['sortBy'][] = ['DateAndTime', 'AZ', 'RoomType'];

export function readRoomSearch(raw: Record<string, unknown>): RoomSearch {
  const type = ROOM_TYPES.find((one) => one === raw['type']);
  const sort = SORTS.find((one) => one === raw['sort']);
  return {
    ...(raw['q'] !== undefined && raw['q'] !== '' && { q: String(raw['q']) }),
    ...(type && { type }),
    ...(raw['tag'] !== undefined && raw['tag'] !== '' && { tag: String(raw['tag']) }),
    ...(sort && { sort }),
  };
}

export function toFilter({ q = '', type, tag, sort = 'DateAndTime' }: RoomSearch, archived: boolean): RoomFilter {
  return {
    archived,
    search: q,
    type: type ?? null,
    tag: tag ?? null,
    sortBy: sort,
    descending: sort === 'DateAndTime',
  };
}
