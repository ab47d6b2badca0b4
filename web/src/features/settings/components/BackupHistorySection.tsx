import { Alert, Button, Group, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { formatMoment } from '@/shared/lib/format';
import { ConfirmDialog, ErrorState, IconButton, Section } from '@/shared/ui';
import { IconRestore, IconTrash } from '@/shared/ui/icons';
import { type Backup, useBackups, useDeleteBackup, useStartRestore } from '../api/backup';
import { RestoreDialog } from './RestoreDialog';

type Asked = { is: 'restore' | 'delete'; backup: Backup } | { is: 'deleteAll' };

/** The archives there are: brought back, or deleted. */
export function BackupHistorySection() {
  const { t } = useTranslation();
  const backups = useBackups();
  const remove = useDeleteBackup();
  const restore = useStartRestore();
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const list = backups.data ?? [];
  return (
    <Section title={t('backup.archives')} hint={t('backup.archivesHint')}>
      <Stack>
        {restore.isError && (
          <Alert color="red" role="alert" title={t('closed.notRestored')}>
            {sentence(restore.error)}
          </Alert>
        )}
        {backups.isPending && <Skeleton height={72} />}
        {backups.isError && <ErrorState error={backups.error} onRetry={() => backups.refetch()} />}
        {backups.isSuccess && list.length === 0 && <Text c="dimmed">{t('backup.none')}</Text>}
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('backup.archives')}>
          {list.map((backup) => (
            <BackupCard
              key={backup.id}
              backup={backup}
              onRestore={() => setAsked({ is: 'restore', backup })}
              onDelete={() => setAsked({ is: 'delete', backup })}
            />
          ))}
        </Stack>
        {list.length > 1 && (
          <Group>
            <Button variant="subtle" color="red" onClick={() => setAsked({ is: 'deleteAll' })}>
              {t('backup.deleteAll')}
            </Button>
          </Group>
        )}
      </Stack>
      {asked?.is === 'delete' && (
        <ConfirmDialog
          title={t('backup.deleteTitle', { name: asked.backup.name })}
          text={t('backup.deleteText')}
          confirm={t('action.deleteForever')}
          onConfirm={() => remove.mutate(asked.backup)}
          onClose={close}
        />
      )}
      {asked?.is === 'deleteAll' && (
        <ConfirmDialog
          title={t('backup.deleteAllTitle')}
          text={t('backup.deleteText')}
          confirm={t('backup.deleteAll')}
          onConfirm={() => remove.mutate(null)}
          onClose={close}
        />
      )}
      {asked?.is === 'restore' && (
        <ConfirmDialog
          title={t('backup.restoreTitle', { date: asked.backup.made ? formatMoment(asked.backup.made) : '' })}
          text={t('backup.restoreText')}
          confirm={t('backup.restore')}
          onConfirm={() => restore.mutate(asked.backup)}
          onClose={close}
        />
      )}
      {restore.isSuccess && <RestoreDialog onClose={() => restore.reset()} />}
    </Section>
  );
}

interface BackupCardProps {
  backup: Backup;
  onRestore: () => void;
  onDelete: () => void;
}

function BackupCard({ backup: { name, place, made, ends }, onRestore, onDelete }: BackupCardProps) {
  const { t } = useTranslation();
  const facts = [t(`backup.in.${place}`), ends && t('backup.until', { date: formatMoment(ends) })];
  return (
    <Paper component="li" aria-label={name} withBorder p="md" radius="md" bg="var(--atrium-surface)">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Text fw={600}>{made ? formatMoment(made) : name}</Text>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Text>
          <Text size="sm" c="dimmed">
            {facts.filter(Boolean).join(' · ')}
          </Text>
        </div>
        <Group gap={4} wrap="nowrap">
          <IconButton label={t('backup.restoreOne', { name })} onClick={onRestore}>
            <IconRestore size={18} />
          </IconButton>
          <IconButton label={t('backup.deleteOne', { name })} onClick={onDelete}>
            <IconTrash size={18} />
          </IconButton>
        </Group>
      </Group>
    </Paper>
  );
}
