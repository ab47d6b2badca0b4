import { useQuery } from '@tanstack/react-query';
import { ApiError, api, OFFLINE, unwrap } from '@/api/client';
import { type Entry, fileToEntry, inlineUrl } from '@/features/files';

/** `StartFillingMode` of the contract: in a form filling room. */
const IN_ROOM = 3;

/** A form as it opens for somebody: the form itself, or the copy of it that is his. */
export interface FormOpening {
  entry: Entry;
  content: ArrayBuffer;
  /** Its fields can be filled in. */
  fills: boolean;
  /** What is filled in is handed in, and not only kept. */
  submits: boolean;
  /** Its filling can be started here. */
  starts: boolean;
  /** Part of a form that several fill in, by its name. */
  role: string;
}

/** Opens a form. Opening makes the copy, so it is done once and not again behind the person's back. */
export function useFormOpening(fileId: number) {
  return useQuery({
    queryKey: ['form', fileId],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
    queryFn: async ({ signal }): Promise<FormOpening> => {
      const params = { path: { fileId }, query: { fill: true } };
      const opened = await unwrap(api.GET('/api/2.0/files/file/{fileId}/openedit', { params, signal }));
      const entry = fileToEntry(opened.file);
      return {
        entry,
        content: await contentOf(entry, signal),
        fills: opened.document.permissions?.fillForms === true,
        submits: Boolean(opened.fillingSessionId),
        starts: opened.startFilling === true && opened.startFillingMode === IN_ROOM,
        role: opened.editorConfig.user?.roles?.[0] ?? '',
      };
    },
  });
}

async function contentOf(entry: Entry, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(inlineUrl(entry), { signal }).catch(() => null);
  if (!response) throw new ApiError(OFFLINE, '');
  if (!response.ok) throw new ApiError(response.status, '');
  return response.arrayBuffer();
}
