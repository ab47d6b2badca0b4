import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { ApiError, api, unwrap } from '@/api/client';
import { type PersonType, refreshPeople } from '@/features/people';
import { sentence } from '@/shared/errors';

export interface Invitation {
  email: string;
  type: PersonType;
}

/** An invitation the server did not take, and why. */
export interface Refusal {
  email: string;
  reason: string;
}

function send(invitations: Invitation[], culture: string) {
  return unwrap(api.POST('/api/2.0/people/invite', { body: { invitations, culture } }));
}

function reasonOf(error: unknown): string {
  if (!(error instanceof ApiError)) return sentence(error);
  if (error.status === 402) return i18n.t('invite.tooMany');
  if (error.status === 403) return i18n.t('invite.denied');
  return error.detail.startsWith('User disabled') ? i18n.t('invite.isDisabled') : sentence(error);
}

/**
 * Mails invitations. The server takes all or none, so when it refuses them together they are sent one by one: what
 * can go goes, and the rest comes back with a reason each.
 */
export function useInvite() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (invitations: Invitation[]): Promise<Refusal[]> => {
      const culture = i18n.language;
      try {
        await send(invitations, culture);
        return [];
      } catch (error) {
        const worthTrying = error instanceof ApiError && [400, 402, 403].includes(error.status);
        if (!worthTrying) throw error;
        if (invitations.length === 1) return [{ email: invitations[0]?.email ?? '', reason: reasonOf(error) }];
      }
      const refused: Refusal[] = [];
      for (const invitation of invitations)
        await send([invitation], culture).catch((error: unknown) =>
          refused.push({ email: invitation.email, reason: reasonOf(error) }),
        );
      return refused;
    },
    onSettled: () => refreshPeople(client),
  });
}

/** Whether new people may be invited at all. */
export function useInvitingAllowed() {
  const settings = useQuery({
    queryKey: ['settings', 'invitations'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/2.0/settings/invitationsettings', { signal })),
    staleTime: 60_000,
  });
  return settings.data?.allowInvitingMembers ?? true;
}
