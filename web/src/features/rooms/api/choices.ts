import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** All room tags of the space. */
export function useTags() {
  return useQuery({
    queryKey: ['tags'],
    queryFn: async ({ signal }) =>
      ((await unwrap(api.GET('/api/2.0/files/tags', { signal }))) ?? []) as unknown as string[],
    staleTime: 30_000,
  });
}

export interface Cover {
  id: string;
  svg: string;
}

/** The pictures a room may carry. */
export function useCovers(enabled: boolean) {
  return useQuery({
    queryKey: ['covers'],
    enabled,
    queryFn: async ({ signal }): Promise<Cover[]> => {
      const covers = await unwrap(api.GET('/api/2.0/files/rooms/covers', { signal }));
      return covers.map(({ id, data }) => ({ id: id ?? '', svg: data ?? '' }));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}
