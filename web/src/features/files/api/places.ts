import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { folderToEntry, toFolderPage } from '../lib/toEntry';
import type { Entry } from '../types';

/** A folder one can walk into when choosing a destination. */
export interface Place {
  id: number;
  title: string;
  kind: 'my' | 'room' | 'folder';
  /** May be walked into. */
  open: boolean;
  /** May receive. */
  accepts: boolean;
}

const MOST = 100;

function toPlace(kind: Place['kind'], entry: Pick<Entry, 'id' | 'title' | 'rights'>): Place {
  const { Read, Create, MoveTo, CopyTo } = entry.rights;
  return { id: entry.id, title: entry.title, kind, open: Read !== false, accepts: Boolean(Create || MoveTo || CopyTo) };
}

async function top(signal: AbortSignal): Promise<Place[]> {
  const [mine, rooms] = await Promise.all([
    // Guests have no documents of their own.
    unwrap(api.GET('/api/2.0/files/@my', { params: { query: { count: 1 } }, signal })).catch(() => null),
    unwrap(api.GET('/api/2.0/files/rooms', { params: { query: { count: MOST, sortBy: 'AZ' } }, signal })),
  ]);
  const my = mine ? [toPlace('my', toFolderPage(mine).folder)] : [];
  return [...my, ...toFolderPage(rooms).entries.map((room) => toPlace('room', room))];
}

async function inside(folderId: number, signal: AbortSignal): Promise<Place[]> {
  const folders = await unwrap(
    api.GET('/api/2.0/files/{folderId}/subfolders', { params: { path: { folderId } }, signal }),
  );
  return (folders ?? []).map((folder) => toPlace('folder', folderToEntry(folder)));
}

/** The folders directly in a place; the start is "My documents" and the rooms. */
export function usePlaces(here: Place | null) {
  return useQuery({
    queryKey: ['places', here?.id ?? 'start'],
    queryFn: ({ signal }) => (here ? inside(here.id, signal) : top(signal)),
    staleTime: 5000,
  });
}
