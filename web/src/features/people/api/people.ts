import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, envelope, type Schemas, unwrap } from '@/api/client';
import { hashPassword } from '@/features/session';

export type PersonType = 'DocSpaceAdmin' | 'RoomAdmin' | 'User' | 'Guest';

export interface PersonLine {
  id: string;
  name: string;
  email: string;
  type: PersonType | 'Owner';
  pending: boolean;
  disabled: boolean;
}

function toLine(person: Schemas['EmployeeFullDto']): PersonLine {
  const type = person.isOwner
    ? 'Owner'
    : person.isAdmin
      ? 'DocSpaceAdmin'
      : person.isVisitor
        ? 'Guest'
        : person.isCollaborator
          ? 'User'
          : 'RoomAdmin';
  return {
    id: person.id ?? '',
    name: person.displayName || person.email || '',
    email: person.email ?? '',
    type,
    pending: person.status === 4,
    disabled: person.status === 2,
  };
}

/** A few people whose name or e-mail matches, for pickers. */
export function usePeople(search: string) {
  return useQuery({
    queryKey: ['people', 'pick', search],
    queryFn: async ({ signal }) => {
      const query = { count: 20, startIndex: 0, ...(search && { filterValue: search }) };
      return ((await unwrap(api.GET('/api/2.0/people/filter', { params: { query }, signal }))) ?? []).map(toLine);
    },
    placeholderData: (previous) => previous,
    // Plain users may not list people; they invite by e-mail.
    retry: false,
  });
}

const PAGE = 50;

export function usePeopleList(search: string) {
  return useInfiniteQuery({
    queryKey: ['people', 'list', search],
    queryFn: async ({ pageParam, signal }) => {
      const query = { count: PAGE, startIndex: pageParam, ...(search && { filterValue: search }) };
      const body = await envelope(api.GET('/api/2.0/people/filter', { params: { query }, signal }));
      const people = (body.response ?? []).map(toLine);
      // The reference document forgets `total` of paged lists.
      const total = (body as { total?: number }).total ?? people.length;
      return { people, total, next: pageParam + people.length };
    },
    initialPageParam: 0,
    getNextPageParam: ({ next, total, people }) => (people.length > 0 && next < total ? next : undefined),
    placeholderData: (previous) => previous,
  });
}

export interface NewPerson {
  firstName: string;
  lastName: string;
  email: string;
  password: string;
  type: PersonType;
}

/** Adds an account with a first password, which never leaves the browser in the clear. */
export function useAddPerson() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ password, ...person }: NewPerson) => {
      const settings = await unwrap(api.GET('/api/2.0/settings', { params: { query: { withpassword: true } } }));
      const secret = settings.passwordHash
        ? { passwordHash: await hashPassword(password, settings.passwordHash as Parameters<typeof hashPassword>[1]) }
        : { password };
      return unwrap(api.POST('/api/2.0/people', { body: { ...person, ...secret } }));
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['people'] }),
  });
}
