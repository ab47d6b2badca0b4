// Archives of the whole space (platform/08 §8.5 of the contract).
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, unwrap } from '@/api/client';
import { isMoving, type Progress, toProgress } from '@/features/session';
import { parseDate } from '@/shared/lib/format';
import { notifyDone, notifyError } from '@/shared/notify';
import { type BackupPlace, kindOf, STORAGE, toPlace, toTarget, USUAL_PLACE } from '../lib/backupPlace';
import type { Setting } from './setting';

const KEY = ['backup'];
const PROGRESS = [...KEY, 'progress'];
const HISTORY = [...KEY, 'history'];
const POLL = 700;

/** How the last backup goes; null when there was none. */
export function useBackupProgress() {
  const client = useQueryClient();
  return useQuery({
    queryKey: PROGRESS,
    queryFn: async ({ signal }) => {
      const before = client.getQueryData<Progress | null>(PROGRESS);
      const now = toProgress(await unwrap(api.GET('/api/2.0/backup/getbackupprogress', { signal })));
      if (isMoving(before) && !isMoving(now)) void client.invalidateQueries({ queryKey: HISTORY });
      return now;
    },
    refetchInterval: ({ state }) => (isMoving(state.data) ? POLL : false),
  });
}

export function useStartBackup() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (place: BackupPlace) =>
      toProgress(await unwrap(api.POST('/api/2.0/backup/startbackup', { body: toTarget(place) }))),
    onSuccess: (progress) => client.setQueryData(PROGRESS, progress),
  });
}

export function useCancelBackup() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/2.0/backup/cancelbackup')),
    onError: (error) => notifyError(error),
    onSettled: () => client.invalidateQueries({ queryKey: PROGRESS }),
  });
}

/** An archive of the space. */
export interface Backup {
  id: string;
  name: string;
  place: BackupPlace['kind'];
  made: Date | null;
  /** When it goes by itself; null for never. */
  ends: Date | null;
}

/** The archives there are, the newest first. */
export function useBackups() {
  return useQuery({
    queryKey: HISTORY,
    queryFn: async ({ signal }): Promise<Backup[]> => {
      const list = (await unwrap(api.GET('/api/2.0/backup/getbackuphistory', { signal }))) ?? [];
      return list.map(({ id, fileName, storageType, createdOn, expiresOn }) => ({
        id,
        name: fileName ?? '',
        place: kindOf(storageType),
        made: parseDate(createdOn),
        ends: parseDate(expiresOn),
      }));
    },
  });
}

/** What the last nightly test found, which restores the newest archive aside and compares. */
export interface SelfTest {
  name: string;
  place: BackupPlace['kind'];
  made: Date | null;
  tested: Date | null;
  /** What is wrong with it; null when everything came back as it was. */
  verdict: string | null;
}

/** Null where no archive has been tested yet. */
export function useSelfTest() {
  return useQuery({
    queryKey: [...KEY, 'selfTest'],
    queryFn: async ({ signal }): Promise<SelfTest | null> => {
      const found = await unwrap(api.GET('/api/2.0/backup/selftest', { signal }));
      if (!found) return null;
      const { fileName, storageType, createdOn, testedOn, healthy, verdict } = found;
      return {
        name: fileName,
        place: kindOf(storageType),
        made: parseDate(createdOn),
        tested: parseDate(testedOn),
        verdict: healthy ? null : (verdict ?? ''),
      };
    },
  });
}

/** Deletes archives for good: one, or with null all of them. */
export function useDeleteBackup() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (backup: Backup | null) =>
      backup
        ? unwrap(api.DELETE('/api/2.0/backup/deletebackup/{id}', { params: { path: { id: backup.id } } }))
        : unwrap(api.DELETE('/api/2.0/backup/deletebackuphistory')),
    onMutate: async (backup) => {
      await client.cancelQueries({ queryKey: HISTORY });
      const before = client.getQueryData<Backup[]>(HISTORY);
      client.setQueryData<Backup[]>(HISTORY, (list) => list?.filter(({ id }) => backup !== null && id !== backup.id));
      return before;
    },
    onError: (error, _backup, before) => {
      client.setQueryData(HISTORY, before);
      notifyError(error);
    },
    onSuccess: (_answer, backup) =>
      notifyDone(backup ? i18n.t('backup.deleted', { name: backup.name }) : i18n.t('backup.allDeleted')),
    onSettled: () => client.invalidateQueries({ queryKey: HISTORY }),
  });
}

/** Begins to bring the space back to what it was. */
export function useStartRestore() {
  return useMutation({
    mutationFn: (backup: Backup) => {
      const body = { backupId: backup.id, storageType: STORAGE[backup.place], storageParams: [], notify: false };
      return unwrap(api.POST('/api/2.0/backup/startrestore', { body }));
    },
  });
}

export interface BackupSchedule {
  on: boolean;
  /** BackupPeriod of the contract: every day, week or month. */
  period: 0 | 1 | 2;
  /** 0 to 23, in the time zone of the space. */
  hour: number;
  /** 1 to 7 from Monday, or 1 to 31. */
  day: number;
  /** How many archives of it are kept. */
  kept: number;
  place: BackupPlace;
  last: Date | null;
}

const NO_SCHEDULE: BackupSchedule = { on: false, period: 0, hour: 3, day: 1, kept: 7, place: USUAL_PLACE, last: null };

export const BACKUP_SCHEDULE: Setting<BackupSchedule> = {
  name: 'backupSchedule',
  load: async (signal) => {
    const found = await unwrap(api.GET('/api/2.0/backup/getbackupschedule', { signal }));
    // Without a schedule there is no answer at all.
    if (!found) return NO_SCHEDULE;
    const { cronParams, backupsStored, storageType, storageParams, lastBackupTime } = found;
    return {
      on: true,
      period: cronParams.period ?? 0,
      hour: cronParams.hour ?? 0,
      day: Math.max(cronParams.day ?? 1, 1),
      kept: backupsStored ?? 1,
      place: toPlace(storageType, storageParams ?? {}),
      last: parseDate(lastBackupTime),
    };
  },
  save: ({ on, period, hour, day, kept, place }) => {
    if (!on) return unwrap(api.DELETE('/api/2.0/backup/deletebackupschedule'));
    const cronParams = { period, hour, ...(period > 0 && { day }) };
    const body = { ...toTarget(place), backupsStored: kept, cronParams };
    return unwrap(api.POST('/api/2.0/backup/createbackupschedule', { body }));
  },
};
