import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas, unwrap } from '@/api/client';
import type { PersonType } from '@/features/people';
import { parseDate } from '@/shared/lib/format';
import { notifyError } from '@/shared/notify';

/** The link by which anybody joins as one type. */
export interface InvitationLink {
  id: string;
  type: PersonType;
  url: string;
  expires: Date | null;
  expired: boolean;
  /** null = any number. */
  limit: number | null;
  used: number;
}

/** What one decides about a link. */
export interface LinkTerms {
  expires: Date | null;
  limit: number | null;
}

const key = (type: PersonType) => ['invitationLink', type];

function toLink(type: PersonType, link: Schemas['InvitationLinkDto']): InvitationLink {
  return {
    id: link.id ?? '',
    type,
    url: link.url ?? '',
    expires: parseDate(link.expiration),
    expired: link.isExpired ?? false,
    limit: link.maxUseCount ?? null,
    used: link.currentUseCount ?? 0,
  };
}

/** The link of a type; null where there is none. */
export function useInvitationLink(type: PersonType) {
  return useQuery({
    queryKey: key(type),
    queryFn: async ({ signal }): Promise<InvitationLink | null> => {
      const params = { path: { employeeType: type } };
      const link: Schemas['InvitationLinkDto'] | undefined = await unwrap(
        api.GET('/api/2.0/portal/users/invitationlink/{employeeType}', { params, signal }),
      );
      return link?.id ? toLink(type, link) : null;
    },
  });
}

/** Makes the link of a type, or changes its terms. */
export function useSetInvitationLink(type: PersonType) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, expires, limit }: LinkTerms & { id?: string }) => {
      const terms = { expiration: expires?.toISOString() ?? null, maxUseCount: limit };
      const link = await unwrap(
        id
          ? api.PUT('/api/2.0/portal/users/invitationlink', { body: { id, ...terms } })
          : api.POST('/api/2.0/portal/users/invitationlink', { body: { employeeType: type, ...terms } }),
      );
      return toLink(type, link);
    },
    onSuccess: (link) => client.setQueryData(key(type), link),
    onError: (error) => notifyError(error),
    onSettled: () => client.invalidateQueries({ queryKey: key(type) }),
  });
}

/** Removes a link: nobody joins by it any more. */
export function useDeleteInvitationLink(type: PersonType) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/api/2.0/portal/users/invitationlink', { body: { id } })),
    onMutate: async () => {
      await client.cancelQueries({ queryKey: key(type) });
      const before = client.getQueryData<InvitationLink | null>(key(type));
      client.setQueryData(key(type), null);
      return before;
    },
    onError: (error, _id, before) => {
      client.setQueryData(key(type), before);
      notifyError(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: key(type) }),
  });
}
