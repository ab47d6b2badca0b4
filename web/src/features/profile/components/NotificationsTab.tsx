import { Skeleton, Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorState, Section } from '@/shared/ui';
import { SUBJECTS, useHearing, useSetHearing } from '../api/hearing';

/** What one hears of: in the app, and by letters. */
export function NotificationsTab() {
  const { t } = useTranslation();
  const { hears, isPending, error, refetch } = useHearing();
  const set = useSetHearing();
  return (
    <Section title={t('hearing.title')} hint={t('hearing.hint')}>
      {isPending && <Skeleton height={160} />}
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!isPending && error === null && (
        <Stack>
          {SUBJECTS.map((subject) => (
            <Switch
              key={subject}
              label={t(`hearing.subject.${subject}`)}
              description={t(`hearing.about.${subject}`)}
              checked={hears[subject] ?? false}
              onChange={(event) => set.mutate({ subject, on: event.currentTarget.checked })}
            />
          ))}
        </Stack>
      )}
    </Section>
  );
}
