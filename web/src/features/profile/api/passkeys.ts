import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, unwrap } from '@/api/client';
import { makePasskey } from '@/features/session';
import { parseDate } from '@/shared/lib/format';
import { notifyDone, notifyError } from '@/shared/notify';

export interface Passkey {
  id: string;
  name: string;
  /** The host it works at. */
  host: string;
  created: Date | null;
  lastUsed: Date | null;
}

const KEY = ['passkeys'];

export function usePasskeys() {
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }): Promise<Passkey[]> => {
      const list = await unwrap(api.GET('/api/2.0/authentication/passkeys', { signal }));
      return (list ?? []).map(({ id, name, host, created, lastUsed }) => ({
        id,
        name,
        host,
        created: parseDate(created),
        lastUsed: parseDate(lastUsed),
      }));
    },
  });
}

/** Has this device make a passkey and keeps it. False when its person declined. */
export function useAddPasskey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (name: string): Promise<boolean> => {
      const asked = await unwrap(api.POST('/api/2.0/authentication/passkeys/registration'));
      const credential = await makePasskey(asked.publicKey);
      if (!credential) return false;
      const body = { challengeId: asked.challengeId, name, credential: credential as never };
      await unwrap(api.POST('/api/2.0/authentication/passkeys', { body }));
      return true;
    },
    onSuccess: (done, name) => done && notifyDone(i18n.t('passkey.added', { name })),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useRenamePasskey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      unwrap(api.PUT('/api/2.0/authentication/passkeys/{id}', { params: { path: { id } }, body: { name } })),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useDeletePasskey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Passkey) =>
      unwrap(api.DELETE('/api/2.0/authentication/passkeys/{id}', { params: { path: { id } } })),
    onMutate: async ({ id }) => {
      await client.cancelQueries({ queryKey: KEY });
      const before = client.getQueryData<Passkey[]>(KEY);
      client.setQueryData<Passkey[]>(KEY, (list) => list?.filter((one) => one.id !== id));
      return before;
    },
    onError: (error, _passkey, before) => {
      client.setQueryData(KEY, before);
      notifyError(error);
    },
    onSuccess: (_answer, { name }) => notifyDone(i18n.t('passkey.deleted', { name })),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
