import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { ApiError, api, unwrap } from '@/api/client';
import { createGather } from '@/shared/lib/gather';
import { type EntryMessage, useLive } from '@/shared/realtime';
import { toRoom } from '../lib/toRoom';
import type { Room, RoomFilter } from '../types';
import { type RoomsPage, roomsKey } from './rooms';

type Pages = InfiniteData<RoomsPage>;

/** Rooms fetched one by one; of more the list is read anew. */
const SINGLY = 6;

async function fetchRoom(id: number): Promise<Room | null> {
  try {
    return toRoom(await unwrap(api.GET('/api/2.0/files/rooms/{id}', { params: { path: { id } } })));
  } catch (error) {
    if (error instanceof ApiError && (error.status === 403 || error.status === 404)) return null;
    throw error;
  }
}

/** Keeps an open list of rooms as it is on the server: rooms, their counters and what is new in them. */
export function useLiveRooms(filter: RoomFilter, pages: RoomsPage[]): void {
  const client = useQueryClient();
  const known = JSON.stringify(filter);
  const live = useMemo(() => {
    const key = roomsKey(JSON.parse(known));
    const readAnew = () => void client.invalidateQueries({ queryKey: key, exact: true });
    const change = (work: (rooms: Room[]) => Room[]) =>
      client.setQueryData<Pages>(
        key,
        (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, rooms: work(page.rooms) })) },
      );
    const take = async (messages: EntryMessage[]) => {
      const data = client.getQueryData<Pages>(key);
      if (!data) return;
      const listed = new Set(data.pages.flatMap(({ rooms }) => rooms.map(({ id }) => id)));
      const root = data.pages[0]?.folderId;
      const last = new Map(messages.map((message) => [message.id, message]));
      const gone = new Set([...last.values()].filter(({ cmd }) => cmd === 'delete').map(({ id }) => id));
      if (gone.size > 0) change((rooms) => rooms.filter(({ id }) => !gone.has(id)));
      const came = [...last.values()].some(
        ({ cmd, id, data: text }) =>
          cmd !== 'delete' && !listed.has(id) && text && (JSON.parse(text) as { parentId?: number }).parentId === root,
      );
      const changed = [...last.values()].filter(({ cmd, id }) => cmd !== 'delete' && listed.has(id));
      // A pin moves a room to another place.
      if (came || changed.length > SINGLY) return readAnew();
      const rooms = await Promise.all(changed.map(({ id }) => fetchRoom(id))).catch(() => undefined);
      if (!rooms) return readAnew();
      const pinned = new Map(data.pages.flatMap((page) => page.rooms.map((room) => [room.id, room.pinned])));
      if (rooms.some((room) => room && room.pinned !== pinned.get(room.id))) return readAnew();
      const fresh = new Map(rooms.map((room, at) => [changed[at]?.id, room]));
      change((list) => list.map((room) => fresh.get(room.id) ?? room));
    };
    const count = (id: number, news: number) =>
      change((rooms) => rooms.map((room) => (room.id === id && room.fresh !== news ? { ...room, fresh: news } : room)));
    return { key, readAnew, count, gather: createGather<EntryMessage>((messages) => void take(messages)) };
  }, [client, known]);
  useEffect(
    () => () => {
      live.gather.stop();
      void client.invalidateQueries({ queryKey: live.key, exact: true, refetchType: 'none' });
    },
    [client, live],
  );
  const root = pages[0]?.folderId;
  useLive({
    rooms: root ? [root, ...pages.flatMap(({ rooms }) => rooms.map(({ id }) => id))].map((id) => `DIR-${id}`) : [],
    on: {
      's:modify-folder': (message) => message.type === 'folder' && live.gather.add(message),
      's:markasnew-folder': ({ folderId, count }) => live.count(folderId, count),
      's:change-access-rights-folder': ({ id }) => live.gather.add({ cmd: 'update', type: 'folder', id, data: '' }),
    },
    onReturn: live.readAnew,
  });
}

/** Keeps what the head of an open room shows. */
export function useLiveRoom(id: number): void {
  const client = useQueryClient();
  const readAnew = () => void client.invalidateQueries({ queryKey: ['room', id] });
  useLive({
    rooms: [`DIR-${id}`],
    on: {
      's:modify-folder': (message) => {
        if (message.type === 'folder' && message.id === id && message.cmd === 'update') readAnew();
      },
      's:change-access-rights-folder': (entry) => {
        if (entry.id === id) readAnew();
      },
    },
    onReturn: readAnew,
  });
}
