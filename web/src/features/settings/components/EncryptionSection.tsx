import { Alert, Button, Checkbox, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { ConfirmDialog, ErrorState, Section } from '@/shared/ui';
import { type EncryptionState, useEncryption, useEncryptionProgress, useSwitchEncryption } from '../api/place';
import { ProgressLine } from './ProgressLine';

/** Whether files are encrypted where they lie, and switching that. */
export function EncryptionSection() {
  const { t } = useTranslation();
  const state = useEncryption();
  return (
    <Section title={t('encryption.title')} hint={t('encryption.hint')}>
      {state.isPending && <Skeleton height={72} />}
      {state.isError && <ErrorState error={state.error} onRetry={() => state.refetch()} />}
      {state.data === 'unavailable' && <Text c="dimmed">{t('encryption.unavailable')}</Text>}
      {state.isSuccess && state.data !== 'unavailable' && <Encryption state={state.data} />}
    </Section>
  );
}

function Encryption({ state }: { state: Exclude<EncryptionState, 'unavailable'> }) {
  const { t } = useTranslation();
  const change = useSwitchEncryption();
  const moving = state === 'encrypting' || state === 'decrypting';
  const progress = useEncryptionProgress(moving);
  const [asking, setAsking] = useState(false);
  const [notify, setNotify] = useState(false);
  const verb = state === 'on' ? 'decrypt' : 'encrypt';
  if (moving && progress.data === -1) return <Alert color="gray">{t('encryption.interrupted')}</Alert>;
  if (moving) return <ProgressLine label={t(`encryption.${state}`)} percent={progress.data ?? 0} />;
  return (
    <Stack>
      {change.isError && (
        <Alert color="red" role="alert">
          {sentence(change.error)}
        </Alert>
      )}
      <Text role="status">{t(`encryption.${state}`)}</Text>
      <Group>
        <Button variant="light" loading={change.isPending} onClick={() => setAsking(true)}>
          {t(`encryption.${verb}`)}
        </Button>
      </Group>
      {asking && (
        <ConfirmDialog
          title={t(`encryption.${verb}Ask`)}
          text={t(`encryption.${verb}AskText`)}
          confirm={t(`encryption.${verb}`)}
          onConfirm={() => change.mutate(notify)}
          onClose={() => setAsking(false)}
        >
          <Checkbox
            label={t('encryption.notify')}
            description={t('encryption.notifyHint')}
            checked={notify}
            onChange={(event) => setNotify(event.currentTarget.checked)}
          />
        </ConfirmDialog>
      )}
    </Stack>
  );
}
