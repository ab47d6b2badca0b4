import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { notifyError } from '@/shared/notify';
import { placeIn } from '../lib/toEntry';
import type { Entry } from '../types';

/** Lets two neighbours in the index of a data room change their numbers. */
export function useSwapOrder() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ([one, other]: [Entry, Entry]) => {
      const item = ({ id, isFolder }: Entry, { order }: Entry) => ({
        entryId: id,
        entryType: isFolder ? (1 as const) : (2 as const),
        order: placeIn(order),
      });
      return unwrap(api.PUT('/api/2.0/files/order', { body: { items: [item(one, other), item(other, one)] } }));
    },
    onError: (error) => notifyError(error),
    onSettled: () => client.invalidateQueries({ queryKey: ['entries'] }),
  });
}
