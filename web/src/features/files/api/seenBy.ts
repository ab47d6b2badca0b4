import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** Somebody with access to a file, who can be mentioned in it. */
export interface Reader {
  id: string;
  name: string;
  email: string;
  avatar: string;
}

/** Who else has access to a file. */
export function useReaders(file: number) {
  return useQuery({
    queryKey: ['readers', file],
    queryFn: async ({ signal }): Promise<Reader[]> => {
      const found = await unwrap(
        api.GET('/api/2.0/files/file/{fileId}/sharedusers', { params: { path: { fileId: file } }, signal }),
      );
      return (found ?? []).flatMap(({ id, name, email, image, hasAccess }) =>
        hasAccess === false || !id ? [] : [{ id, name: name ?? '', email: email ?? '', avatar: image ?? '' }],
      );
    },
    // Who may not know is not told of it.
    retry: false,
  });
}
