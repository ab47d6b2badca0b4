// Who keeps how much, and how much comes in (files/10 §6, platform/07 §7.2 of the contract).
import { useQuery } from '@tanstack/react-query';
import { api, type Schemas, unwrap } from '@/api/client';
import type { Amount } from '@/shared/chart';
import { parseDate } from '@/shared/lib/format';
import { lastDays } from '../lib/days';

const KEY = ['settings', 'statistics'];
/** So many are shown of those who keep most. */
const MOST = 8;
const DAYS = 14;
const PAGE = 100;
/** The newest uploads are counted, and no more than so many pages of them. */
const MOST_PAGES = 30;
/** Of the audit trail. */
const UPLOADED = 5011 as Schemas['MessageAction'];

const kept = ({ value }: Amount) => value > 0;

/** The people whose documents take most. */
export function useLargestPeople() {
  return useQuery({
    queryKey: [...KEY, 'people'],
    queryFn: async ({ signal }): Promise<Amount[]> => {
      const query = { sortBy: 'usedspace', sortOrder: 1 as const, count: MOST, startIndex: 0 };
      const people = (await unwrap(api.GET('/api/2.0/people/filter', { params: { query }, signal }))) ?? [];
      return people
        .map(({ id, displayName, usedSpace }) => ({ key: id ?? '', name: displayName ?? '', value: usedSpace ?? 0 }))
        .filter(kept);
    },
  });
}

/** The rooms that take most. */
export function useLargestRooms() {
  return useQuery({
    queryKey: [...KEY, 'rooms'],
    queryFn: async ({ signal }): Promise<Amount[]> => {
      const query = { sortBy: 'UsedSpace', sortOrder: 1 as const, count: MOST, startIndex: 0 };
      const rooms = await unwrap(api.GET('/api/2.0/files/rooms', { params: { query }, signal }));
      // The document speaks of entries of any kind; these are folders.
      return ((rooms.folders ?? []) as Schemas['FolderDtoInteger'][])
        .map(({ id, title, usedSpace }) => ({ key: String(id), name: title ?? '', value: usedSpace ?? 0 }))
        .filter(kept);
    },
  });
}

/** How many files came in on each of the last days: as many as the audit trail has lines of. */
export function useUploads() {
  return useQuery({
    queryKey: [...KEY, 'uploads'],
    queryFn: async ({ signal }): Promise<(Amount & { day: Date })[]> => {
      const days = lastDays(DAYS);
      const moments = await uploadsSince(days[0]?.begin ?? new Date(), signal);
      return days.map(({ key, begin, end }) => {
        const value = moments.filter((moment) => moment >= begin && moment <= end).length;
        return { key, name: key, day: begin, value };
      });
    },
  });
}

async function uploadsSince(begin: Date, signal: AbortSignal): Promise<Date[]> {
  const moments: Date[] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { action: UPLOADED, from: begin.toISOString(), count: PAGE, startIndex: page * PAGE };
    const events =
      (await unwrap(api.GET('/api/2.0/security/audit/events/filter', { params: { query }, signal }))) ?? [];
    moments.push(...events.flatMap(({ date }) => parseDate(date) ?? []));
    if (events.length < PAGE) break;
  }
  return moments;
}
