import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeliveryFilter, readDeliverySearch } from '../lib/deliverySearch';
import { DeliveryLog } from './DeliveryLog';
import { WebhookList } from './WebhookList';

/** Webhooks, and what they were told: of the space for administrators, one's own for others. */
export function WebhooksArea() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const { log, ...filter } = useMemo(() => readDeliverySearch(raw), [raw]);
  const go = (search: DeliveryFilter & { log?: boolean }, replace = false) =>
    void navigate({ to: '.', search: readDeliverySearch({ ...search }) as never, replace });
  return (
    <Stack pt="lg">
      <Text c="dimmed" maw={620}>
        {t('webhooks.hint')}
      </Text>
      <SegmentedControl
        aria-label={t('webhooks.title')}
        maw={340}
        data={[
          { value: 'list', label: t('webhooks.title') },
          { value: 'log', label: t('webhooks.deliveries') },
        ]}
        value={log ? 'log' : 'list'}
        onChange={(value) => go(value === 'log' ? { log: true } : {})}
      />
      {log ? (
        <DeliveryLog filter={filter} onChange={(next) => go({ log: true, ...next }, true)} />
      ) : (
        <WebhookList onLog={({ id }) => go({ log: true, hook: id })} />
      )}
    </Stack>
  );
}
