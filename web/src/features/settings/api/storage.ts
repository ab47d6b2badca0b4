// What the space keeps, and how much of it people may (files/10 of the contract).
import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { Setting } from './setting';

export interface PeopleQuota {
  on: boolean;
  /** Bytes for everybody without a limit of their own. */
  bytes: number;
}

export const PEOPLE_QUOTA: Setting<PeopleQuota> = {
  name: 'peopleQuota',
  load: async (signal) => {
    const { enableQuota, defaultQuota } = await unwrap(api.GET('/api/2.0/settings/userquotasettings', { signal }));
    return { on: enableQuota ?? false, bytes: Math.max(Number(defaultQuota ?? 0), 0) };
  },
  save: ({ on, bytes }) =>
    unwrap(api.POST('/api/2.0/settings/userquotasettings', { body: { enableQuota: on, defaultQuota: bytes } })),
};

/** A part of the space and what it takes, in bytes. */
export interface UsedPart {
  part: 'rooms' | 'documents' | 'archive' | 'trash';
  bytes: number;
}

/** What the parts of the space take, the largest first. */
export function useUsedSpace() {
  return useQuery({
    queryKey: ['settings', 'usedSpace'],
    queryFn: async ({ signal }): Promise<UsedPart[]> => {
      const used = await unwrap(api.GET('/api/2.0/files/filesusedspace', { signal }));
      const parts = [
        { part: 'rooms', bytes: used.roomsUsedSpace?.usedSpace },
        { part: 'documents', bytes: used.myDocumentsUsedSpace?.usedSpace },
        { part: 'archive', bytes: used.archiveUsedSpace?.usedSpace },
        { part: 'trash', bytes: used.trashUsedSpace?.usedSpace },
      ] as const;
      return parts.map(({ part, bytes = 0 }) => ({ part, bytes })).toSorted((one, other) => other.bytes - one.bytes);
    },
  });
}
