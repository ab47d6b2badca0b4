import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isMoving } from '@/features/session';
import { Section } from '@/shared/ui';
import { useBackupProgress, useCancelBackup, useStartBackup } from '../api/backup';
import { isPlace, USUAL_PLACE } from '../lib/backupPlace';
import { BackupPlaceFields, placeRefusal } from './BackupPlaceFields';

/** Makes an archive now, and shows how it goes. */
export function BackupNowSection() {
  const { t } = useTranslation();
  const [place, setPlace] = useState(USUAL_PLACE);
  const start = useStartBackup();
  const { data: progress } = useBackupProgress();
  // Only the end of what was begun on this page is news.
  const mine = progress && start.data?.task === progress.task ? progress : null;
  return (
    <Section title={t('backup.now')} hint={t('backup.nowHint')}>
      <Stack>
        {start.isError && (
          <Alert color="red" role="alert">
            {placeRefusal(start.error)}
          </Alert>
        )}
        {progress?.state === 'failed' && (
          <Alert color="red" role="alert" title={t('backup.failed')}>
            {progress.error}
          </Alert>
        )}
        {mine?.state === 'done' && (
          <Alert color="atrium" role="status">
            {[t('backup.done'), mine.warning].filter(Boolean).join(' ')}
          </Alert>
        )}
        {mine?.state === 'cancelled' && (
          <Alert color="gray" role="status">
            {t('backup.cancelled')}
          </Alert>
        )}
        {progress && isMoving(progress) ? (
          <Running percent={progress.percent} />
        ) : (
          <>
            <BackupPlaceFields value={place} onChange={setPlace} />
            <Group>
              <Button disabled={!isPlace(place)} loading={start.isPending} onClick={() => start.mutate(place)}>
                {t('backup.start')}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Section>
  );
}

function Running({ percent }: { percent: number }) {
  const { t } = useTranslation();
  const cancel = useCancelBackup();
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text role="status">{t('backup.running')}</Text>
        <Text c="dimmed" size="sm">
          {percent} %
        </Text>
      </Group>
      <Progress value={Math.max(percent, 3)} animated aria-label={t('backup.running')} />
      <Group>
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('common.cancel')}
        </Button>
      </Group>
    </Stack>
  );
}
