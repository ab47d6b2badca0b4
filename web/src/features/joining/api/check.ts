import { useQuery } from '@tanstack/react-query';
import { ApiError, api, type Schemas, unwrap } from '@/api/client';
import type { ArrivalLink } from '../lib/arrival';

/** What the server thinks of a link. */
export type Verdict = 'ok' | 'invalid' | 'expired' | 'full' | 'joined' | 'excluded';

const INVALID = 1;
const VERDICTS: Verdict[] = ['ok', 'invalid', 'expired', 'full', 'joined', 'excluded', 'full'];

/** Asks the server, once for each `self`: whoever is signed in and comes by the link of a room belongs to it by that. */
export function useCheckLink(link: ArrivalLink, self: string | undefined) {
  return useQuery({
    queryKey: ['confirm', link.header, self],
    queryFn: async () => {
      const { type, key, rest } = link;
      const body = { ...rest, type: type as Schemas['ConfirmType'], key };
      let answer: Schemas['ConfirmDto'];
      try {
        answer = await unwrap(api.POST('/api/2.0/authentication/confirm', { body }));
      } catch (error) {
        // A part of the link was lost on the way, so that the server cannot even read it.
        if (error instanceof ApiError && error.status === 400) answer = { result: INVALID };
        else throw error;
      }
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
