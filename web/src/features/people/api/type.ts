import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { api, unwrap } from '@/api/client';
import { tellPlugins } from '@/features/plugins';
import { notifyDone, notifyError } from '@/shared/notify';
import { labelOf } from '../lib/label';
import type { AnyType, PersonLine, PersonType } from '../types';
import { patchPeople, refreshPeople, restorePeople } from './people';
import { followTask, startTypeChange } from './tasks';

interface Promotion {
  people: PersonLine[];
  type: PersonType;
}

function setType(type: PersonType, userIds: string[]) {
  return unwrap(
    api.PUT('/api/2.0/people/type/{type}', { params: { path: { type } }, body: { userIds, resendAll: false } }),
  );
}

/** Everybody back to the type they had. */
async function takeBack(people: PersonLine[]): Promise<void> {
  const had = new Map<AnyType, string[]>();
  for (const { id, type } of people) had.set(type, [...(had.get(type) ?? []), id]);
  for (const [type, ids] of had) {
    if (type === 'DocSpaceAdmin' || type === 'RoomAdmin') await setType(type, ids);
    else if (type === 'User' || type === 'Guest')
      for (const id of ids) await followTask('type', id, startTypeChange(id, type, null), () => undefined);
  }
}

/** Gives people another type where that is possible at once. */
export function useSetType() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ people, type }: Promotion) => {
      const userIds = people.filter((person) => person.type !== type).map(({ id }) => id);
      return setType(type, userIds);
    },
    onMutate: ({ people, type }) => {
      const ids = new Set(people.map(({ id }) => id));
      return patchPeople(client, (list, filter) =>
        list
          .map((one) => (ids.has(one.id) ? { ...one, type } : one))
          .filter(({ id }) => !ids.has(id) || fits(type, filter.area, filter.type)),
      );
    },
    onError: (error, _change, before) => {
      restorePeople(client, before);
      notifyError(error);
    },
    onSuccess: (_answer, { people, type }) => {
      tellPlugins('change_user_type');
      const undo = async () => {
        await takeBack(people).catch((error: unknown) => notifyError(error));
        await refreshPeople(client);
      };
      notifyDone(i18n.t('people.typeNow', { name: labelOf(people), type: i18n.t(`personType.${type}`) }), {
        run: () => void undo(),
      });
    },
    onSettled: () => refreshPeople(client),
  });
}

/** Whether somebody of this type belongs into a list. */
function fits(type: PersonType, area: string, wanted: PersonType | null): boolean {
  return (area === 'guests') === (type === 'Guest') && (wanted === null || wanted === type);
}

/** Whether somebody must take over what a person owns before they become this. */
export function useNeedsHeir(userId: string, type: PersonType | null, enabled: boolean) {
  return useQuery({
    queryKey: ['people', 'heir', userId, type],
    enabled,
    queryFn: ({ signal }) => {
      const query = { UserId: userId, ...(type && { Type: type }) };
      return unwrap(api.GET('/api/2.0/people/reassign/necessary', { params: { query }, signal }));
    },
  });
}
