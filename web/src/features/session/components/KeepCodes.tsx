import { Button, Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/shared/ui';
import { useBackupCodes } from '../api/factor';
import { BackupCodes } from './BackupCodes';
import { DoorFrame } from './DoorFrame';

/** The app is linked: what to keep for the day the phone is away. */
export function KeepCodes({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const codes = useBackupCodes(true);
  return (
    <DoorFrame title={t('factor.linked')} hint={t('factor.keepCodes')}>
      <Stack>
        {codes.isPending && <Skeleton height={80} />}
        {codes.isError && <ErrorState error={codes.error} onRetry={() => codes.refetch()} />}
        {codes.data && <BackupCodes codes={codes.data} />}
        <Button size="md" onClick={onDone}>
          {t('factor.kept')}
        </Button>
      </Stack>
    </DoorFrame>
  );
}
