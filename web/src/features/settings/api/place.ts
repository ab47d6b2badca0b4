// Where the space keeps its files, and whether they are encrypted there (platform/06 §6.7 of the contract).
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError, api, unwrap } from '@/api/client';
import { useLive } from '@/shared/realtime';
import { type Bucket, toBucket, toProps } from '../lib/bucket';

const PLACE = ['settings', 'place'];
const MOVE = [...PLACE, 'progress'];
const ENCRYPTION = ['settings', 'encryption'];
const SEALING = [...ENCRYPTION, 'progress'];
const POLL = 1000;
const DONE = 100;
/** What the server answers where something is not available. */
const UNSUPPORTED = 415;

/** Percents below 100; the server says -1 when nothing is under way, and 100 when it ended well. */
export function isUnderWay(percent: number | undefined): percent is number {
  return percent !== undefined && percent >= 0 && percent < DONE;
}

/** Where the space writes, and with what the form begins. */
export interface Place {
  own: boolean;
  bucket: Bucket;
  /** Keys need not be typed: the server has some. */
  known: boolean;
  /** Why the last move failed. */
  failure?: string;
}

export function usePlace() {
  return useQuery({
    queryKey: PLACE,
    queryFn: async ({ signal }): Promise<Place> => {
      const storages = (await unwrap(api.GET('/api/2.0/settings/storage', { signal }))) ?? [];
      const s3 = storages.find(({ id }) => id === 's3');
      return {
        own: s3?.current ?? false,
        bucket: toBucket(s3?.properties ?? []),
        known: s3?.isSet ?? false,
        failure: s3?.error ?? undefined,
      };
    },
  });
}

/** Regions of Amazon's by name; people may type others. */
export function useRegions() {
  return useQuery({
    queryKey: [...PLACE, 'regions'],
    queryFn: async ({ signal }): Promise<string[]> => {
      const regions = await unwrap(api.GET('/api/2.0/settings/storage/s3/regions', { signal }));
      const list = (Array.isArray(regions) ? regions : []) as { systemName?: string }[];
      return list.flatMap(({ systemName }) => systemName ?? []);
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** How far the move is. The server tells nobody of it, so one asks. */
export function useMoveProgress() {
  const client = useQueryClient();
  return useQuery({
    queryKey: MOVE,
    queryFn: async ({ signal }) => {
      const before = client.getQueryData<number>(MOVE);
      const now = Number(await unwrap(api.GET('/api/2.0/settings/storage/progress', { signal })));
      // A place that failed has been given up: what is written to now is another one.
      if (isUnderWay(before) && !isUnderWay(now)) void client.invalidateQueries({ queryKey: PLACE, exact: true });
      return now;
    },
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? POLL : false),
  });
}

/** Begins a move into a bucket, or with null back to where the installation keeps everything. */
export function useMove() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (bucket: Bucket | null): Promise<void> => {
      if (bucket)
        await unwrap(api.PUT('/api/2.0/settings/storage', { body: { module: 's3', props: toProps(bucket) } }));
      else await unwrap(api.DELETE('/api/2.0/settings/storage'));
    },
    onSuccess: () => client.setQueryData(MOVE, 0),
    onSettled: () =>
      Promise.all([client.invalidateQueries({ queryKey: PLACE }), client.invalidateQueries({ queryKey: ENCRYPTION })]),
  });
}

export type EncryptionState = 'unavailable' | 'off' | 'encrypting' | 'on' | 'decrypting';

/** EncryprtionStatus of the contract. */
const STATES: EncryptionState[] = ['off', 'encrypting', 'on', 'decrypting'];

export function useEncryption() {
  return useQuery({
    queryKey: ENCRYPTION,
    queryFn: async ({ signal }): Promise<EncryptionState> => {
      try {
        const { status } = await unwrap(api.GET('/api/2.0/settings/encryption/settings', { signal }));
        return STATES[status ?? 0] ?? 'off';
      } catch (error) {
        if (error instanceof ApiError && error.status === UNSUPPORTED) return 'unavailable';
        throw error;
      }
    },
  });
}

/** How far it is: told as it happens, and asked for in case nobody tells. */
export function useEncryptionProgress(enabled: boolean) {
  const client = useQueryClient();
  const ended = () => client.invalidateQueries({ queryKey: ENCRYPTION });
  useLive({
    rooms: ['storage-encryption'],
    on: {
      's:encryption-progress': ({ percentage, error }) => {
        client.setQueryData(SEALING, error ? -1 : percentage);
        if (error || percentage >= DONE) void ended();
      },
    },
    onReturn: () => void ended(),
  });
  return useQuery({
    queryKey: SEALING,
    enabled,
    queryFn: async ({ signal }) => {
      const now = Number(await unwrap(api.GET('/api/2.0/settings/encryption/progress', { signal })));
      if (!isUnderWay(now)) void client.invalidateQueries({ queryKey: ENCRYPTION, exact: true });
      return now;
    },
    refetchInterval: POLL,
  });
}

/** Encrypts what lies in clear, and decrypts what is encrypted. */
export function useSwitchEncryption() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (notifyUsers: boolean) =>
      unwrap(api.POST('/api/2.0/settings/encryption/start', { body: { notifyUsers } })),
    // How far the last one was says nothing of this one.
    onSuccess: () => client.removeQueries({ queryKey: SEALING }),
    onSettled: () => client.invalidateQueries({ queryKey: ENCRYPTION }),
  });
}
