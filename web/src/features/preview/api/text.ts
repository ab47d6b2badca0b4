import { useQuery } from '@tanstack/react-query';
import { ApiError, OFFLINE } from '@/api/client';
import { type Entry, inlineUrl } from '@/features/files';

/** More than this is for an editor, not for a preview. */
const MOST = 512 * 1024;

/** The beginning of a text file. */
export function useText(entry: Entry) {
  return useQuery({
    queryKey: ['text', entry.id, entry.version],
    queryFn: async ({ signal }) => {
      const response = await fetch(inlineUrl(entry), { headers: { Range: `bytes=0-${MOST - 1}` }, signal }).catch(
        () => null,
      );
      if (!response) throw new ApiError(OFFLINE, '');
      // 416: the file is empty, there is no first byte to ask for.
      if (response.status === 416) return { text: '', cut: false, paged: false };
      if (!response.ok) throw new ApiError(response.status, '');
      const paged = response.headers.get('Content-Type') === 'application/pdf';
      return { text: paged ? '' : await response.text(), cut: (entry.size ?? 0) > MOST, paged };
    },
  });
}
