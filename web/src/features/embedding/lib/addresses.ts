// The addresses of the published contract, as those of the app (platform/11 §11.3).
import type { ListSearch } from '@/features/browser';

type Query = Record<string, unknown>;

const SORTS: ListSearch['sort'][] = ['AZ', 'DateAndTime', 'Size', 'Type'];

/** What a filter of the contract says of order and search. Pages and their sizes are the app's own affair. */
export function toListSearch({ sortBy, sortOrder, search, withSubfolders }: Query): ListSearch {
  const sort = SORTS.find((name) => name === sortBy);
  const text = search === undefined || search === null ? '' : String(search);
  return {
    ...(sort && sort !== 'DateAndTime' && { sort }),
    ...(sortOrder === 'ascending' && { desc: false }),
    ...(text && { q: text }),
    ...(text && withSubfolders !== true && { deep: false }),
  };
}

/** The same for the list of rooms. */
export function toRoomSearch({ sortBy, sortOrder, search }: Query): Query {
  const sort = sortBy === 'roomType' ? 'RoomType' : sortBy === 'AZ' ? 'AZ' : undefined;
  const text = search === undefined || search === null ? '' : String(search);
  return {
    ...(sort && { sort }),
    // Lists of rooms begin with A, or with what is newest.
    ...(sort && sortOrder === 'descending' && { desc: true }),
    ...(!sort && sortOrder === 'ascending' && { desc: false }),
    ...(text && { q: text }),
  };
}

export interface Destination {
  to: string;
  search: object;
}

const PLACES: Record<string, string> = {
  'rooms/shared': '/rooms',
  'rooms/archived': '/archive',
  'rooms/personal': '/documents',
  'shared-with-me': '/shared',
  'files/trash': '/trash',
  'files/recent': '/recent',
  'files/favorite': '/favorites',
  recent: '/recent',
  favorites: '/favorites',
  rooms: '/rooms',
  documents: '/documents',
  trash: '/trash',
  archive: '/archive',
};

/** Where an address such as `/rooms/shared/7/filter?search=plan` leads here; null for none of the contract's. */
export function destinationOf(pathname: string, query: Query): Destination | null {
  const path = pathname.replace(/^\/+|\/+$/g, '').replace(/(^|\/)filter$/, '');
  if (query['key'] && path.startsWith('rooms/'))
    return {
      to: '/rooms/share',
      search: {
        key: query['key'],
        ...(query['folder'] !== undefined && { folder: query['folder'] }),
        ...toListSearch(query),
      },
    };
  const [, name = path, id] = /^(.*?)(?:\/(\d+))?$/.exec(path) ?? [];
  const place = PLACES[name];
  if (!place) return null;
  const folder = id ?? (query['folder'] === undefined ? undefined : String(query['folder']));
  const tops = place === '/rooms' || place === '/archive';
  if (folder === undefined || !/^\d+$/.test(folder))
    return { to: place, search: tops ? toRoomSearch(query) : toListSearch(query) };
  return { to: `${tops ? '/rooms' : '/documents'}/${folder}`, search: toListSearch(query) };
}
