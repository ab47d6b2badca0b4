import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas, unwrap } from '@/api/client';
import { notifyError } from '@/shared/notify';

export interface Member {
  id: string;
  name: string;
  email: string;
  access: number;
  isOwner: boolean;
  isGroup: boolean;
  pending: boolean;
  editable: boolean;
}

const PENDING = 4;

function toMember(share: Schemas['FileShareDto']): Member {
  const { sharedToUser: user, sharedToGroup: group } = share;
  return {
    id: user?.id ?? group?.id ?? '',
    name: user?.displayName || group?.name || user?.email || '',
    email: user?.email ?? '',
    access: share.access ?? 0,
    isOwner: share.isOwner,
    isGroup: Boolean(group),
    pending: user?.status === PENDING,
    editable: share.canEditAccess,
  };
}

const membersKey = (room: number) => ['members', room];

/** People and groups with a role in the room, the owner first. */
export function useMembers(room: number) {
  return useQuery({
    queryKey: membersKey(room),
    queryFn: async ({ signal }) => {
      const shares = await unwrap(
        api.GET('/api/2.0/files/rooms/{id}/share', { params: { path: { id: room }, query: { count: 100 } }, signal }),
      );
      return (shares ?? []).map(toMember);
    },
  });
}

export type Invitation = { access: number } & ({ id: string } | { email: string });

/** Gives, changes or (with access 0) takes roles. */
export function useSetMembers(room: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (invitations: Invitation[]) =>
      unwrap(
        api.PUT('/api/2.0/files/rooms/{id}/share', {
          params: { path: { id: room } },
          body: { invitations: invitations as Schemas['RoomInvitation'][], notify: true },
        }),
      ),
    onMutate: async (invitations) => {
      await client.cancelQueries({ queryKey: membersKey(room) });
      const before = client.getQueryData<Member[]>(membersKey(room));
      const wanted = new Map(invitations.flatMap((one) => ('id' in one ? [[one.id, one.access] as const] : [])));
      client.setQueryData<Member[]>(membersKey(room), (list) =>
        list
          ?.map((member) => ({ ...member, access: wanted.get(member.id) ?? member.access }))
          .filter(({ access }) => access !== 0),
      );
      return before;
    },
    onError: (error, _invitations, before) => {
      client.setQueryData(membersKey(room), before);
      notifyError(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: membersKey(room) }),
  });
}
