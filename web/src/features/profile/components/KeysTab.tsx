import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery, useSelf } from '@/features/session';
import { ConfirmDialog, EmptyState, ErrorState, RowsSkeleton } from '@/shared/ui';
import { IconPlus } from '@/shared/ui/icons';
import { type ApiKey, useDeleteKey, useKeys } from '../api/keys';
import { KeyCard } from './KeyCard';
import { KeyDialog } from './KeyDialog';

type Open = { is: 'new' } | { is: 'edit'; key: ApiKey } | { is: 'delete'; key: ApiKey };

/** Keys with which programs act in one's name. */
export function KeysTab() {
  const { t } = useTranslation();
  const self = useSelf();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const keys = useKeys();
  const remove = useDeleteKey();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const admin = self.isOwner === true || self.isAdmin === true;
  const mayMake = admin || !session.settings.limitedAccessDevToolsForUsers;
  const make = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpen({ is: 'new' })}>
      {t('keys.make')}
    </Button>
  );

  return (
    <Stack pt="lg" maw={820}>
      <Text c="dimmed">{t('keys.hint')}</Text>
      {!mayMake && <Alert color="clay">{t('keys.limited')}</Alert>}
      <RowsSkeleton pending={keys.isPending} height={84} />
      {keys.isError && <ErrorState error={keys.error} onRetry={() => keys.refetch()} />}
      {keys.data?.length === 0 && (
        <EmptyState title={t('keys.empty')} hint={t('keys.emptyHint')}>
          {mayMake && make}
        </EmptyState>
      )}
      {keys.data && keys.data.length > 0 && (
        <>
          {mayMake && <Group>{make}</Group>}
          <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
            {keys.data.map((key) => (
              <KeyCard
                key={key.id}
                apiKey={key}
                owner={key.owner.id === self.id ? '' : key.owner.name}
                onEdit={() => setOpen({ is: 'edit', key })}
                onDelete={() => setOpen({ is: 'delete', key })}
              />
            ))}
          </Stack>
        </>
      )}
      {open?.is === 'new' && <KeyDialog apiKey={null} onClose={close} />}
      {open?.is === 'edit' && <KeyDialog apiKey={open.key} onClose={close} />}
      {open?.is === 'delete' && (
        <ConfirmDialog
          title={t('keys.deleteTitle', { name: open.key.name })}
          text={t('keys.deleteText')}
          confirm={t('keys.delete')}
          onConfirm={() => remove.mutate(open.key)}
          onClose={close}
        />
      )}
    </Stack>
  );
}
