import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isMoving, useRestoreProgress } from '@/features/session';
import { Dialog } from '@/shared/ui';

/** Stays until the space is back; by then everybody is signed out, oneself too. */
export function RestoreDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { data: progress } = useRestoreProgress();
  const failed = progress?.state === 'failed' || progress?.state === 'cancelled';
  const done = progress?.state === 'done';
  const moving = !progress || isMoving(progress);
  return (
    <Dialog
      onClose={onClose}
      title={t(done ? 'backup.restored' : failed ? 'closed.notRestored' : 'closed.restoring')}
      withCloseButton={failed}
      closeOnClickOutside={false}
      closeOnEscape={failed}
    >
      <Stack>
        {moving && (
          <>
            <Text role="status">{t('backup.restoring')}</Text>
            <Progress value={Math.max(progress?.percent ?? 0, 3)} animated aria-label={t('closed.restoring')} />
          </>
        )}
        {failed && (
          <Alert color="red" role="alert">
            {progress.error || t('backup.cancelled')}
          </Alert>
        )}
        {done && (
          <>
            <Text role="status">{t('backup.restoredHint')}</Text>
            <Group justify="flex-end">
              <Button component="a" href="/login">
                {t('join.toSignIn')}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Dialog>
  );
}
