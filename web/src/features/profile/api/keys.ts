import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { ApiError, api, type Schemas, unwrap } from '@/api/client';
import { parseDate } from '@/shared/lib/format';
import { notifyDone, notifyError } from '@/shared/notify';

export interface ApiKey {
  id: string;
  name: string;
  /** The last four letters of the secret. */
  ending: string;
  permissions: string[];
  owner: { id: string; name: string };
  created: Date | null;
  lastUsed: Date | null;
  expires: Date | null;
  active: boolean;
}

const KEY = ['apiKeys'];

function toKey(key: Schemas['ApiKeyResponseDto']): ApiKey {
  return {
    id: key.id,
    name: key.name ?? '',
    ending: key.keyPostfix ?? '',
    permissions: key.permissions ?? [],
    owner: { id: key.createBy?.id ?? '', name: key.createBy?.displayName ?? '' },
    created: parseDate(key.createOn),
    lastUsed: parseDate(key.lastUsed),
    expires: parseDate(key.expiresAt),
    active: key.isActive,
  };
}

/** One's keys; administrators see everybody's. */
export function useKeys() {
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => ((await unwrap(api.GET('/api/2.0/keys', { signal }))) ?? []).map(toKey),
  });
}

export interface NewKey {
  name: string;
  permissions: string[];
  /** null = as long as nobody deletes it. */
  days: number | null;
}

/** Makes a key; the answer holds its secret, this once. */
export function useMakeKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, permissions, days }: NewKey) => {
      const body = { name: name.trim(), permissions, expiresInDays: days };
      return (await unwrap(api.POST('/api/2.0/keys', { body }))).key ?? '';
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

interface KeyChange {
  id: string;
  name?: string;
  permissions?: string[];
  active?: boolean;
}

/** The server says `false` where others say 403. */
function orRefused(done: boolean): void {
  if (!done) throw new ApiError(403, '');
}

/** Renames a key, changes what it may do, switches it on or off. */
export function useChangeKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, name, permissions, active }: KeyChange) =>
      orRefused(
        await unwrap(
          api.PUT('/api/2.0/keys/{keyId}', {
            params: { path: { keyId: id } },
            body: { name, permissions, isActive: active },
          }),
        ),
      ),
    onMutate: async ({ id, ...part }) => {
      await client.cancelQueries({ queryKey: KEY });
      const before = client.getQueryData<ApiKey[]>(KEY);
      const given = Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
      client.setQueryData<ApiKey[]>(KEY, (list) => list?.map((one) => (one.id === id ? { ...one, ...given } : one)));
      return before;
    },
    onError: (error, _change, before) => {
      client.setQueryData(KEY, before);
      notifyError(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useDeleteKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (key: ApiKey) =>
      orRefused(await unwrap(api.DELETE('/api/2.0/keys/{keyId}', { params: { path: { keyId: key.id } } }))),
    onMutate: async (key) => {
      await client.cancelQueries({ queryKey: KEY });
      const before = client.getQueryData<ApiKey[]>(KEY);
      client.setQueryData<ApiKey[]>(KEY, (list) => list?.filter(({ id }) => id !== key.id));
      return before;
    },
    onError: (error, _key, before) => {
      client.setQueryData(KEY, before);
      notifyError(error);
    },
    onSuccess: (_answer, { name }) => notifyDone(i18n.t('keys.deleted', { name })),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
