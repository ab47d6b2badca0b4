// What the space keeps, and how much of it people may (files/10 of the contract).
import { useQuery } from '@tanstack/react-query';
import { api, type Schemas, unwrap } from '@/api/client';
import { NO_LIMIT } from '@/shared/ui';
import type { Setting } from './setting';

/** How much may be kept. */
export interface Quota {
  on: boolean;
  /** Bytes; for people and rooms of each that has no limit of its own. */
  bytes: number;
}

function toQuota(on: boolean | undefined, bytes: unknown): Quota {
  return { on: on ?? false, bytes: Math.max(Number(bytes ?? 0), 0) };
}

const plan = (signal: AbortSignal) => unwrap(api.GET('/api/2.0/portal/payment/quota', { signal }));

export const PEOPLE_QUOTA: Setting<Quota> = {
  name: 'peopleQuota',
  load: async (signal) => {
    const { enableQuota, defaultQuota } = await unwrap(api.GET('/api/2.0/settings/userquotasettings', { signal }));
    return toQuota(enableQuota, defaultQuota);
  },
  save: ({ on, bytes }) =>
    unwrap(api.POST('/api/2.0/settings/userquotasettings', { body: { enableQuota: on, defaultQuota: bytes } })),
};

export const ROOM_QUOTA: Setting<Quota> = {
  name: 'roomQuota',
  load: async (signal) => {
    const { roomsQuota } = await plan(signal);
    return toQuota(roomsQuota?.enableQuota, roomsQuota?.defaultQuota);
  },
  save: ({ on, bytes }) =>
    unwrap(api.POST('/api/2.0/settings/roomquotasettings', { body: { enableQuota: on, defaultQuota: bytes } })),
};

export const SPACE_QUOTA: Setting<Quota> = {
  name: 'spaceQuota',
  load: async (signal) => {
    const { tenantCustomQuota } = await plan(signal);
    return toQuota(tenantCustomQuota?.enableQuota, tenantCustomQuota?.quota);
  },
  save: ({ on, bytes }) => {
    // Which space it is, the server knows.
    const body = { quota: on ? bytes : NO_LIMIT } as Schemas['TenantQuotaSettingsRequestsDto'];
    return unwrap(api.PUT('/api/2.0/settings/tenantquotasettings', { body }));
  },
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
