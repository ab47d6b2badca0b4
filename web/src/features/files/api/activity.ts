import { useInfiniteQuery } from '@tanstack/react-query';
import { api, envelope } from '@/api/client';
import { parseDate } from '@/shared/lib/format';
import { type Deed, toDeed } from '../lib/deeds';

const PAGE = 25;

/** What happened to a file, or in a folder or a room; newest first. */
export function useActivity({ isFolder, id }: { isFolder: boolean; id: number }) {
  return useInfiniteQuery({
    queryKey: ['activity', isFolder, id],
    queryFn: async ({ pageParam, signal }) => {
      const query = { startIndex: pageParam, count: PAGE };
      const answer = isFolder
        ? await envelope(
            api.GET('/api/2.0/files/folder/{folderId}/log', { params: { path: { folderId: id }, query }, signal }),
          )
        : await envelope(
            api.GET('/api/2.0/files/file/{fileId}/log', { params: { path: { fileId: id }, query }, signal }),
          );
      // The document does not tell that the envelope of this call counts.
      const { total = 0 } = answer as { total?: number };
      const deeds = (answer.response ?? []).map(
        ({ id: key, action, initiator, date, data }): Deed =>
          toDeed({
            id: key,
            key: action?.key ?? '',
            who: initiator?.displayName ?? '',
            avatar: initiator?.hasAvatar ? (initiator.avatarSmall ?? '') : '',
            when: parseDate(date),
            data: (data ?? {}) as Record<string, unknown>,
          }),
      );
      return { deeds, next: pageParam + deeds.length, total };
    },
    initialPageParam: 0,
    getNextPageParam: ({ deeds, next, total }) => (deeds.length > 0 && next < total ? next : undefined),
  });
}
