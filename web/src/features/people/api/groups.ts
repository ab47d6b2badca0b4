import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, envelope, unwrap } from '@/api/client';
import { notifyDone, notifyError } from '@/shared/notify';
import { toGroup, toGroupDetails } from '../lib/toLine';
import type { GroupLine } from '../types';
import { refreshPeople } from './people';

const PAGE = 100;
/** As many as fit into a menu. */
const NAMES = 50;

export interface GroupFilter {
  search: string;
  sortBy: 'title' | 'manager' | 'membersCount';
  descending: boolean;
}

export function useGroups({ search, sortBy, descending }: GroupFilter) {
  return useInfiniteQuery({
    queryKey: ['groups', 'list', search, sortBy, descending],
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        count: PAGE,
        startIndex: pageParam,
        sortBy,
        sortOrder: descending ? (1 as const) : (0 as const),
        ...(search && { filterValue: search }),
      };
      const body = await envelope(api.GET('/api/2.0/group', { params: { query }, signal }));
      const groups = (body.response ?? []).map(toGroup);
      const total = (body as { total?: number }).total ?? groups.length;
      return { groups, total, next: pageParam + groups.length };
    },
    initialPageParam: 0,
    getNextPageParam: ({ next, total, groups }) => (groups.length > 0 && next < total ? next : undefined),
    placeholderData: keepPreviousData,
  });
}

/** The names of groups, for a menu. */
export function useGroupNames() {
  return useQuery({
    queryKey: ['groups', 'names'],
    queryFn: async ({ signal }) => {
      const query = { count: NAMES, startIndex: 0, sortBy: 'title' };
      return ((await unwrap(api.GET('/api/2.0/group', { params: { query }, signal }))) ?? []).map(toGroup);
    },
  });
}

/** One group with its members. */
export function useGroup(id: string | null) {
  return useQuery({
    queryKey: ['groups', 'one', id],
    enabled: id !== null,
    queryFn: async ({ signal }) => {
      const params = { path: { id: id ?? '' }, query: { includeMembers: true } };
      return toGroupDetails(await unwrap(api.GET('/api/2.0/group/{id}', { params, signal })));
    },
  });
}

export interface GroupDraft {
  /** Absent for a new group. */
  id?: string;
  name: string;
  manager: string | null;
  add: string[];
  remove: string[];
}

/** Makes a group or changes its name, manager and members. */
export function useSaveGroup() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name, manager, add, remove }: GroupDraft) => {
      const body = { groupName: name.trim(), ...(manager && { groupManager: manager }) };
      return id
        ? unwrap(
            api.PUT('/api/2.0/group/{id}', {
              params: { path: { id } },
              body: { ...body, membersToAdd: add, membersToRemove: remove },
            }),
          )
        : unwrap(api.POST('/api/2.0/group', { body: { ...body, members: add } }));
    },
    onSettled: () => refreshPeople(client),
  });
}

/** Deletes groups; the people stay. */
export function useDeleteGroups() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (groups: GroupLine[]) =>
      Promise.all(groups.map(({ id }) => envelope(api.DELETE('/api/2.0/group/{id}', { params: { path: { id } } })))),
    onError: (error) => notifyError(error, i18n.t('error.notDeleted')),
    onSuccess: (_answers, groups) => {
      const [only] = groups;
      const name = groups.length === 1 && only ? only.name : i18n.t('groups.count', { count: groups.length });
      notifyDone(i18n.t('groups.deleted', { name }));
    },
    onSettled: () => refreshPeople(client),
  });
}
