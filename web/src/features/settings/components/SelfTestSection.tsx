import { Alert, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/shared/lib/format';
import { ErrorState, Section } from '@/shared/ui';
import { IconAlertTriangle, IconCircleCheck } from '@/shared/ui/icons';
import { type SelfTest, useSelfTest } from '../api/backup';

/** Whether the newest archive is any good: what the last night's restoring aside found. */
export function SelfTestSection() {
  const { t } = useTranslation();
  const test = useSelfTest();
  return (
    <Section title={t('backup.test')} hint={t('backup.testHint')}>
      {test.isPending && <Skeleton height={72} />}
      {test.isError && <ErrorState error={test.error} onRetry={() => test.refetch()} />}
      {test.data === null && <Text c="dimmed">{t('backup.testNone')}</Text>}
      {test.data && <Finding test={test.data} />}
    </Section>
  );
}

function Finding({ test: { name, place, made, tested, verdict } }: { test: SelfTest }) {
  const { t } = useTranslation();
  const well = verdict === null;
  return (
    <Alert
      color={well ? 'atrium' : 'red'}
      role={well ? 'status' : 'alert'}
      icon={well ? <IconCircleCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
      title={t(well ? 'backup.testWell' : 'backup.testUnwell')}
    >
      <Stack gap={4}>
        {verdict && <Text size="sm">{verdict}</Text>}
        {!well && <Text size="sm">{t('backup.testAdvice')}</Text>}
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {name} · {t(`backup.in.${place}`)}
        </Text>
        <Text size="sm">
          {t('backup.testWhen', { made: made ? formatMoment(made) : '', tested: tested ? formatMoment(tested) : '' })}
        </Text>
      </Stack>
    </Alert>
  );
}
