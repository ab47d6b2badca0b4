import { useQuery } from '@tanstack/react-query';
import { ApiError, api, type Schemas, unwrap } from '@/api/client';

/** How a backup or a restore goes. */
export interface Progress {
  task: string;
  state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
  /** 0 to 100. */
  percent: number;
  error: string;
  warning: string;
}

/** DistributedTaskStatus of the contract. */
const STATES: Progress['state'][] = ['waiting', 'running', 'done', 'cancelled', 'failed'];

export function toProgress(progress: Schemas['BackupProgress'] | undefined): Progress | null {
  if (!progress) return null;
  return {
    task: progress.taskId ?? '',
    state: STATES[progress.status ?? 0] ?? 'failed',
    percent: progress.progress ?? 0,
    error: progress.error ?? '',
    warning: progress.warning ?? '',
  };
}

export function isMoving(progress: Progress | null | undefined): boolean {
  return progress?.state === 'waiting' || progress?.state === 'running';
}

const POLL = 1000;

/** How the last restore of the space goes. Everybody may ask: nobody can be signed in meanwhile. */
export function useRestoreProgress(enabled = true) {
  return useQuery({
    queryKey: ['restoreProgress'],
    enabled,
    queryFn: async ({ signal }) => toProgress(await unwrap(api.GET('/api/2.0/backup/getrestoreprogress', { signal }))),
    refetchInterval: POLL,
    gcTime: 0,
    // The server may be busy with the very restore.
    retry: (_count, error) => !(error instanceof ApiError && error.status === 404),
  });
}
