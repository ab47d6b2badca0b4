import {
  type InfiniteData,
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { api, envelope, unwrap } from '@/api/client';
import { toLine } from '../lib/toLine';
import type { PeopleFilter, PersonLine } from '../types';

interface PickOptions {
  /** Only those who can own rooms. */
  heirs?: boolean;
  /** No guests. */
  members?: boolean;
}

/** Administrators and room administrators, as the contract numbers them. */
const HEIRS = [3, 1] as (1 | 3)[];
const ACTIVE = 1;

/** A few people whose name or e-mail matches, for pickers. */
export function usePeople(search: string, { heirs = false, members = false }: PickOptions = {}) {
  return useQuery({
    queryKey: ['people', 'pick', search, heirs, members],
    queryFn: async ({ signal }) => {
      const query = {
        count: 20,
        startIndex: 0,
        ...(search && { filterValue: search }),
        ...(heirs && { employeeTypes: HEIRS, employeeStatus: ACTIVE as 1 }),
        ...(members && { area: 1 as const }),
      };
      return ((await unwrap(api.GET('/api/2.0/people/filter', { params: { query }, signal }))) ?? []).map(toLine);
    },
    placeholderData: keepPreviousData,
    // Plain users may not list people; they invite by e-mail.
    retry: false,
  });
}

const PAGE = 100;
const STATUS = { active: 1, disabled: 2, pending: 4 } as const;

export interface PeoplePageData {
  people: PersonLine[];
  total: number;
  next: number;
}

function toQuery(filter: PeopleFilter) {
  return {
    area: filter.area === 'people' ? (1 as const) : (2 as const),
    ...(filter.search && { filterValue: filter.search }),
    ...(filter.type && { employeeType: filter.type }),
    ...(filter.status && { employeeStatus: STATUS[filter.status] }),
    ...(filter.group && { groupId: filter.group }),
    ...(filter.payment && { payments: filter.payment === 'paid' ? (0 as const) : (1 as const) }),
    ...(filter.quota && { quotaFilter: filter.quota === 'default' ? (1 as const) : (2 as const) }),
    ...(filter.mine && { invitedByMe: true }),
    ...(filter.sortBy && { sortBy: filter.sortBy }),
    ...(filter.descending && { sortOrder: 1 as const }),
  };
}

const listKey = (filter?: PeopleFilter) => (filter ? ['people', 'list', filter] : ['people', 'list']);

export function usePeopleList(filter: PeopleFilter) {
  return useInfiniteQuery({
    queryKey: listKey(filter),
    queryFn: async ({ pageParam, signal }): Promise<PeoplePageData> => {
      const query = { count: PAGE, startIndex: pageParam, ...toQuery(filter) };
      const body = await envelope(api.GET('/api/2.0/people/filter', { params: { query }, signal }));
      const people = (body.response ?? []).map(toLine);
      // The reference document forgets `total` of paged lists.
      const total = (body as { total?: number }).total ?? people.length;
      return { people, total, next: pageParam + people.length };
    },
    initialPageParam: 0,
    getNextPageParam: ({ next, total, people }) => (people.length > 0 && next < total ? next : undefined),
    placeholderData: (previous, query) =>
      (query?.queryKey[2] as PeopleFilter | undefined)?.area === filter.area ? previous : undefined,
  });
}

/** One person; what the lists know of them serves until the answer comes. */
export function usePerson(id: string) {
  const client = useQueryClient();
  return useQuery({
    queryKey: ['people', 'one', id],
    queryFn: async ({ signal }) =>
      toLine(await unwrap(api.GET('/api/2.0/people/{userid}', { params: { path: { userid: id } }, signal }))),
    placeholderData: () =>
      client
        .getQueriesData<Pages>({ queryKey: listKey() })
        .flatMap(([, data]) => data?.pages ?? [])
        .flatMap(({ people }) => people)
        .find((person) => person.id === id),
  });
}

type Pages = InfiniteData<PeoplePageData>;
export type PeopleSnapshot = [key: readonly unknown[], data: Pages | undefined][];

/** Changes every loaded list at once and returns what they were. */
export async function patchPeople(
  client: QueryClient,
  change: (people: PersonLine[], filter: PeopleFilter) => PersonLine[],
): Promise<PeopleSnapshot> {
  await client.cancelQueries({ queryKey: listKey() });
  const before = client.getQueriesData<Pages>({ queryKey: listKey() });
  for (const [key, data] of before) {
    if (!data) continue;
    const pages = data.pages.map((page) => {
      const people = change(page.people, key[2] as PeopleFilter);
      return { ...page, people, total: page.total - (page.people.length - people.length) };
    });
    client.setQueryData<Pages>(key, { ...data, pages });
  }
  return before;
}

export function restorePeople(client: QueryClient, snapshot: PeopleSnapshot | undefined): void {
  for (const [key, data] of snapshot ?? []) client.setQueryData(key, data);
}

/** People, and what is shown of them in groups. */
export function refreshPeople(client: QueryClient) {
  return Promise.all([
    client.invalidateQueries({ queryKey: ['people'] }),
    client.invalidateQueries({ queryKey: ['groups'] }),
  ]);
}

/** The people with these ids, as far as they still exist. */
export function usePeopleByIds(ids: string[]) {
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: ['people', 'one', id],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        toLine(await unwrap(api.GET('/api/2.0/people/{userid}', { params: { path: { userid: id } }, signal }))),
      retry: false,
    })),
    combine: (results) => ({
      isReady: results.every(({ isPending }) => !isPending),
      list: results.flatMap(({ data }) => data ?? []),
    }),
  });
}
