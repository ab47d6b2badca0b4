import { useStage, wishedPage } from '@/shared/embed';
import { fetchRoom, fetchRooms } from '../api/rooms';
import type { Room, RoomFilter } from '../types';

/** In a frame: what the page around it may ask of the list of rooms. */
export function useRoomsStage(filter: RoomFilter, chosen: Room[]): void {
  const content = () => {
    const { start, count } = wishedPage();
    return fetchRooms(filter, start, undefined, count);
  };
  useStage({
    folder: async () => (await content()).current,
    list: async () => ({ folders: (await content()).folders ?? [], files: [] }),
    selection: () => Promise.all(chosen.map(({ id }) => fetchRoom(id))),
  });
}
