import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { Entry } from '../types';

/** Notes that a file was opened. Silent: nobody asked for it. */
export function useNoteOpened() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (entry: Entry) =>
      unwrap(api.POST('/api/2.0/files/file/{fileId}/recent', { params: { path: { fileId: entry.id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['entries', { place: 'recent' }] }),
  });
}
