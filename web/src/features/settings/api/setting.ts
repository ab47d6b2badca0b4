import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { sessionQuery } from '@/features/session';
import { notifyDone } from '@/shared/notify';

/** A group of settings of the space that is read and written together. */
export interface Setting<T> {
  name: string;
  load: (signal: AbortSignal) => Promise<T>;
  save: (value: T) => Promise<unknown>;
  /** Back to what a new space has; absent where the server offers no such thing. */
  reset?: () => Promise<unknown>;
}

const keyOf = <T>(setting: Setting<T>) => ['setting', setting.name];

export function useSetting<T>(setting: Setting<T>) {
  return useQuery({ queryKey: keyOf(setting), queryFn: ({ signal }) => setting.load(signal) });
}

/** Saves new values, or with `null` resets them. Until the server has agreed, only the form knows the new ones. */
export function useSaveSetting<T>(setting: Setting<T>) {
  const client = useQueryClient();
  const key = keyOf(setting);
  return useMutation({
    mutationFn: (value: T | null) => (value === null ? (setting.reset?.() ?? Promise.resolve()) : setting.save(value)),
    onSuccess: async (_answer, value) => {
      await client.cancelQueries({ queryKey: key });
      if (value !== null) client.setQueryData<T>(key, value);
      notifyDone(i18n.t('settings.saved'));
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: key }),
        // Some of them are told to everybody with the session.
        client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
      ]),
  });
}
