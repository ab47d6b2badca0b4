import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas, unwrap } from '@/api/client';
import { type Person, type Session, sessionQuery, useSelf } from '@/features/session';
import { outOfReach } from '@/shared/realtime';

export type ProfileChange = Pick<
  Schemas['UpdateMemberRequestDto'],
  'firstName' | 'lastName' | 'location' | 'comment' | 'contacts'
>;

/** What the session knows of oneself, fresh from the server. */
export function refreshSelf(client: QueryClient) {
  return Promise.all([
    client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
    client.invalidateQueries({ queryKey: ['people'] }),
  ]);
}

function patchSelf(client: QueryClient, part: Partial<Person>): Session | undefined {
  const before = client.getQueryData(sessionQuery.queryKey);
  client.setQueryData(sessionQuery.queryKey, (session) =>
    session?.state === 'member' ? { ...session, self: { ...session.self, ...part } } : session,
  );
  return before;
}

/** Changes names, place, notes or contacts of one's own profile. */
export function useSaveProfile() {
  const client = useQueryClient();
  const self = useSelf();
  return useMutation({
    mutationFn: (change: ProfileChange) =>
      unwrap(api.PUT('/api/2.0/people/{userid}', { params: { path: { userid: self.id ?? '' } }, body: change })),
    onMutate: ({ firstName, lastName }) =>
      firstName || lastName
        ? patchSelf(client, { firstName, lastName, displayName: `${firstName ?? ''} ${lastName ?? ''}`.trim() })
        : client.getQueryData<Session>(sessionQuery.queryKey),
    onError: (_error, _change, before) => client.setQueryData(sessionQuery.queryKey, before),
    onSettled: () => refreshSelf(client),
  });
}

/** Asks for another address. Administrators have it at once and sign in anew; others confirm it by mail. */
export function useChangeEmail() {
  const self = useSelf();
  return useMutation({
    mutationFn: ({ email, atOnce }: { email: string; atOnce: boolean }) => {
      const change = () => unwrap(api.POST('/api/2.0/people/email', { body: { userId: self.id, email } }));
      // At once means that this session ends, too; whoever asked for it knows where to go on.
      return atOnce ? outOfReach(change) : change();
    },
  });
}

/** Mails a link for a new password to oneself. */
export function usePasswordLink() {
  const self = useSelf();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/2.0/people/password', { body: { email: self.email ?? '' } })),
  });
}

/** Mails the link by which one leaves the space. */
export function useLeave() {
  return useMutation({ mutationFn: () => unwrap(api.PUT('/api/2.0/people/self/delete')) });
}
