import { Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BackupCodes, useBackupCodes } from '@/features/session';
import { ConfirmDialog, Dialog, ErrorState, Section } from '@/shared/ui';
import { useChangeApp, useLinkApp, useNewBackupCodes, useOwnFactor } from '../api/factor';

/** The authenticator app with its backup codes, where the space asks for one. */
export function FactorSection() {
  const { t } = useTranslation();
  const own = useOwnFactor();
  const link = useLinkApp();
  const change = useChangeApp();
  const [open, setOpen] = useState<'codes' | 'change' | null>(null);
  if (!own.data?.asked) return null;
  return (
    <Section title={t('factor.section')} hint={t('factor.sectionHint')}>
      {own.data.linked ? (
        <Stack>
          <Group gap="xs">
            <Text>{t('factor.app')}</Text>
            <Badge color="atrium">{t('people.factorOn')}</Badge>
          </Group>
          <Group gap="xs">
            <Button variant="light" onClick={() => setOpen('codes')}>
              {t('factor.showCodes')}
            </Button>
            <Button variant="default" loading={change.isPending} onClick={() => setOpen('change')}>
              {t('factor.changeApp')}
            </Button>
          </Group>
        </Stack>
      ) : (
        <Button loading={link.isPending} onClick={() => link.mutate()}>
          {t('factor.setUp')}
        </Button>
      )}
      {open === 'codes' && <CodesDialog onClose={() => setOpen(null)} />}
      {open === 'change' && (
        <ConfirmDialog
          title={t('factor.changeQuestion')}
          text={t('factor.changeText')}
          confirm={t('factor.changeApp')}
          onConfirm={() => change.mutate()}
          onClose={() => setOpen(null)}
        />
      )}
    </Section>
  );
}

function CodesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const codes = useBackupCodes(true);
  const renew = useNewBackupCodes();
  return (
    <Dialog onClose={onClose} title={t('factor.codes')}>
      <Stack>
        <Text size="sm">{t('factor.codesHint')}</Text>
        {codes.isPending && <Skeleton height={80} />}
        {codes.isError && <ErrorState error={codes.error} onRetry={() => codes.refetch()} />}
        {codes.data && <BackupCodes codes={codes.data} />}
        <Group justify="space-between">
          <Button variant="subtle" loading={renew.isPending} onClick={() => renew.mutate()}>
            {t('factor.newCodes')}
          </Button>
          <Button onClick={onClose}>{t('common.close')}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
