import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, envelope, unwrap } from '@/api/client';
import type { Entry } from '@/features/files';

/** `FormFillingManageAction` of the contract. */
const ACTIONS = { stop: 0, start: 2 } as const;

/** Starts the filling of a form in its room, or stops it. */
export function useManageFilling() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ form, action }: { form: Pick<Entry, 'id'>; action: keyof typeof ACTIONS }) => {
      const params = { path: { fileId: String(form.id) } };
      const body = { formId: form.id, action: ACTIONS[action] };
      await envelope(api.PUT('/api/2.0/files/file/{fileId}/manageformfilling', { params, body }));
    },
    onSuccess: () => client.invalidateQueries(),
  });
}

/** Saves a form as a new version of it. */
export async function saveForm(form: Pick<Entry, 'id' | 'title'>, content: Uint8Array): Promise<void> {
  const params = { path: { fileId: form.id } };
  const file = new File([content as BlobPart], form.title, { type: 'application/pdf' });
  const body = { File: file as unknown as string };
  await unwrap(
    api.PUT('/api/2.0/files/file/{fileId}/saveediting', {
      params,
      body,
      bodySerializer: () => {
        const form = new FormData();
        form.append('File', file);
        return form;
      },
    }),
  );
}

/** What became of a form that was handed in. */
export interface Submitted {
  /** Which one it is of those that were handed in; null where several fill in one form. */
  number: number | null;
  /** Nobody has anything left to fill in. */
  complete: boolean;
}

/** Hands in what was saved last. */
export async function submitForm(form: Pick<Entry, 'id'>): Promise<Submitted> {
  const params = { path: { fileId: form.id } };
  const done = await unwrap(api.POST('/api/2.0/files/file/{fileId}/submitform', { params }));
  return { number: done.formNumber ?? null, complete: done.complete };
}
