import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, type Schemas, unwrap } from '@/api/client';
import { notifyDone, notifyError } from '@/shared/notify';

/** How long things lie in one's trash before it empties itself; `never`: as long as one likes. */
export type Resting = 'never' | 'week' | 'twoWeeks' | 'month' | 'thirtyDays' | 'twoMonths' | 'threeMonths';

/** DateToAutoCleanUp of the contract, from 1. */
const GAPS: Resting[] = ['week', 'twoWeeks', 'month', 'thirtyDays', 'twoMonths', 'threeMonths'];

/** In the order in which one chooses; "thirty days" is known from the server, and a month says the same. */
export const RESTING: Resting[] = ['never', 'week', 'twoWeeks', 'month', 'twoMonths', 'threeMonths'];

const KEY = ['files', 'cleanup'];

export function useCleanup() {
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }): Promise<Resting> => {
      const { isAutoCleanUp, gap } = await unwrap(api.GET('/api/2.0/files/settings/autocleanup', { signal }));
      return isAutoCleanUp ? (GAPS[(gap ?? 0) - 1] ?? 'never') : 'never';
    },
  });
}

export function useSetCleanup() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (resting: Resting) => {
      const gap = (GAPS.indexOf(resting) + 1 || 4) as Schemas['DateToAutoCleanUp'];
      return unwrap(api.PUT('/api/2.0/files/settings/autocleanup', { body: { set: resting !== 'never', gap } }));
    },
    onMutate: (resting) => {
      const before = client.getQueryData<Resting>(KEY);
      client.setQueryData<Resting>(KEY, resting);
      return { before };
    },
    onSuccess: () => notifyDone(i18n.t('trash.restingSaved')),
    onError: (error, _resting, context) => {
      client.setQueryData(KEY, context?.before);
      notifyError(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
