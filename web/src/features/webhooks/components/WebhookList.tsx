import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelf } from '@/features/session';
import { ConfirmDialog, EmptyState, ErrorState, RowsSkeleton } from '@/shared/ui';
import { IconPlus } from '@/shared/ui/icons';
import { useDeleteWebhook, useWebhooks, type Webhook } from '../api/webhooks';
import { WebhookCard } from './WebhookCard';
import { WebhookDialog } from './WebhookDialog';

type Open = { is: 'new' } | { is: 'edit' | 'delete'; webhook: Webhook };

/** The webhooks there are, and a way to make another. */
export function WebhookList({ onLog }: { onLog: (webhook: Webhook) => void }) {
  const { t } = useTranslation();
  const self = useSelf();
  const webhooks = useWebhooks();
  const remove = useDeleteWebhook();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const make = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpen({ is: 'new' })}>
      {t('webhooks.make')}
    </Button>
  );
  return (
    <Stack maw={860}>
      <RowsSkeleton pending={webhooks.isPending} height={96} />
      {webhooks.isError && <ErrorState error={webhooks.error} onRetry={() => webhooks.refetch()} />}
      {webhooks.data?.length === 0 && (
        <EmptyState title={t('webhooks.empty')} hint={t('webhooks.emptyHint')}>
          {make}
        </EmptyState>
      )}
      {webhooks.data && webhooks.data.length > 0 && (
        <>
          <Group>{make}</Group>
          <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('webhooks.title')}>
            {webhooks.data.map((webhook) => (
              <WebhookCard
                key={webhook.id}
                webhook={webhook}
                owner={webhook.owner.id === self.id ? '' : webhook.owner.name}
                onLog={() => onLog(webhook)}
                onEdit={() => setOpen({ is: 'edit', webhook })}
                onDelete={() => setOpen({ is: 'delete', webhook })}
              />
            ))}
          </Stack>
        </>
      )}
      {open?.is === 'new' && <WebhookDialog webhook={null} onClose={close} />}
      {open?.is === 'edit' && <WebhookDialog webhook={open.webhook} onClose={close} />}
      {open?.is === 'delete' && (
        <ConfirmDialog
          title={t('webhooks.deleteTitle', { name: open.webhook.name })}
          text={t('webhooks.deleteText')}
          confirm={t('webhooks.delete')}
          onConfirm={() => remove.mutate(open.webhook)}
          onClose={close}
        />
      )}
    </Stack>
  );
}
