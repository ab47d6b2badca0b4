import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { notifyError } from '@/shared/notify';
import { placeIn } from '../lib/toEntry';
import type { Entry } from '../types';
import { patchListings, restoreListings } from './listing';

/** Entries in the order they had, and in the one they get: both are the same entries. */
export interface Reordering {
  before: Entry[];
  after: Entry[];
}

/** The part of a list that changes when some entries are put before another place, and how. Nothing when nothing does. */
export function reordering(list: Entry[], moved: Entry[], place: number): Reordering | null {
  const keys = new Set(moved.map(({ key }) => key));
  const held = list.filter(({ key }) => keys.has(key));
  const rest = list.filter(({ key }) => !keys.has(key));
  const at = list.slice(0, place).filter(({ key }) => !keys.has(key)).length;
  const wanted = [...rest.slice(0, at), ...held, ...rest.slice(at)];
  const first = list.findIndex((entry, index) => entry !== wanted[index]);
  if (first < 0) return null;
  const last = list.findLastIndex((entry, index) => entry !== wanted[index]) + 1;
  return { before: list.slice(first, last), after: wanted.slice(first, last) };
}

/** The numbers stay where they are, the entries change: "1.4.2" of one becomes that of another. */
function numbered({ before, after }: Reordering): Entry[] {
  return after.map((entry, at) => ({ ...entry, order: before[at]?.order ?? entry.order }));
}

/** Gives entries of an indexed room other numbers. */
export function useReorder() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: Reordering) =>
      unwrap(
        api.PUT('/api/2.0/files/order', {
          body: {
            items: numbered(change).map(({ id, isFolder, order }) => ({
              entryId: id,
              entryType: isFolder ? (1 as const) : (2 as const),
              order: placeIn(order),
            })),
          },
        }),
      ),
    onMutate: (change) => {
      const renumbered = new Map(numbered(change).map((entry) => [entry.key, entry]));
      return patchListings(client, (entries) => {
        if (!entries.some(({ key }) => renumbered.has(key))) return entries;
        const places = entries.map((entry) => renumbered.get(entry.key) ?? entry);
        return places.toSorted((a, b) => placeIn(a.order) - placeIn(b.order));
      });
    },
    onError: (error, _change, snapshot) => {
      restoreListings(client, snapshot);
      notifyError(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['entries'] }),
  });
}
