import { useQuery } from '@tanstack/react-query';
import { api, type Schemas, unwrap } from '@/api/client';

export interface RoomOfPerson {
  id: number;
  title: string;
  owns: boolean;
}

/** The rooms that one sees and this person is in. */
export function useRoomsOf(person: string) {
  return useQuery({
    queryKey: ['rooms', 'of', person],
    queryFn: async ({ signal }): Promise<{ rooms: RoomOfPerson[]; total: number }> => {
      const query = { subjectId: person, startIndex: 0, count: 50, sortBy: 'AZ', sortOrder: 0 as const };
      const content = await unwrap(api.GET('/api/2.0/files/rooms', { params: { query }, signal }));
      const rooms = ((content.folders ?? []) as Schemas['FolderDtoInteger'][]).map((room) => ({
        id: room.id ?? 0,
        title: room.title ?? '',
        owns: (room.ownedBy?.id ?? room.createdBy?.id) === person,
      }));
      return { rooms, total: content.total };
    },
  });
}
