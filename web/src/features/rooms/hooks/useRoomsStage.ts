import { useStage } from '@/shared/embed';
import { fetchRoom, fetchRooms } from '../api/rooms';
import type { Room, RoomFilter } from '../types';

/** In a frame: what the page around it may ask of the list of rooms. */
export function useRoomsStage(filter: RoomFilter, chosen: Room[]): void {
  useStage({
    folder: async () => (await fetchRooms(filter, 0)).current,
    list: async () => ({ folders: (await fetchRooms(filter, 0)).folders ?? [], files: [] }),
    selection: () => Promise.all(chosen.map(({ id }) => fetchRoom(id))),
  });
}
