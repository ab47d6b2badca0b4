import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas, unwrap } from '@/api/client';
import { notifyError } from '@/shared/notify';

/** What one may want to hear of, as the contract numbers it. */
export const SUBJECTS = ['badges', 'roomsActivity', 'dailyFeed', 'tips'] as const;
export type Subject = (typeof SUBJECTS)[number];

const keyOf = (subject: Subject) => ['hearing', subject];
const typeOf = (subject: Subject) => SUBJECTS.indexOf(subject) as Schemas['NotificationType'];

/** Of what the caller hears; undefined until the server has said so. */
export function useHearing() {
  return useQueries({
    queries: SUBJECTS.map((subject) => ({
      queryKey: keyOf(subject),
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const path = { type: typeOf(subject) };
        return (await unwrap(api.GET('/api/2.0/settings/notification/{type}', { params: { path }, signal }))).isEnabled;
      },
    })),
    combine: (answers) => ({
      hears: Object.fromEntries(SUBJECTS.map((subject, at) => [subject, answers[at]?.data])) as Partial<
        Record<Subject, boolean>
      >,
      isPending: answers.some((one) => one.isPending),
      error: answers.find((one) => one.isError)?.error ?? null,
      refetch: () => Promise.all(answers.map((one) => one.refetch())),
    }),
  });
}

export function useSetHearing() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ subject, on }: { subject: Subject; on: boolean }) =>
      unwrap(api.POST('/api/2.0/settings/notification', { body: { type: typeOf(subject), isEnabled: on } })),
    onMutate: ({ subject, on }) => client.setQueryData(keyOf(subject), on),
    onError: (error) => notifyError(error),
    onSettled: (_data, _error, { subject }) => client.invalidateQueries({ queryKey: keyOf(subject) }),
  });
}
