import { useQuery } from '@tanstack/react-query';
import { api, type Schemas, unwrap } from '@/api/client';
import type { ArrivalLink } from '../lib/arrival';

/** What the server thinks of a link. */
export type Verdict = 'ok' | 'invalid' | 'expired' | 'full' | 'joined' | 'excluded';

const VERDICTS: Verdict[] = ['ok', 'invalid', 'expired', 'full', 'joined', 'excluded', 'full'];

export function useCheckLink(link: ArrivalLink) {
  return useQuery({
    queryKey: ['confirm', link.header],
    queryFn: async () => {
      const { type, key, rest } = link;
      const body = { ...rest, type: type as Schemas['ConfirmType'], key };
      const answer = await unwrap(api.POST('/api/2.0/authentication/confirm', { body }));
      return {
        verdict: VERDICTS[answer.result] ?? 'invalid',
        email: answer.email ?? '',
        roomId: answer.roomId ?? link.roomId ?? '',
        title: answer.title ?? '',
      };
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
