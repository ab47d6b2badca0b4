import { Button, Group, Pagination, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState, RowsSkeleton } from '@/shared/ui';
import { IconRefresh, IconSend } from '@/shared/ui/icons';
import { type Delivery, PAGE, useDeliveries, useSendAgain } from '../api/deliveries';
import type { DeliveryFilter } from '../lib/deliverySearch';
import { DeliveryFilters } from './DeliveryFilters';
import { DeliveryPanel } from './DeliveryPanel';
import { DeliveryTable } from './DeliveryTable';

interface DeliveryLogProps {
  filter: DeliveryFilter;
  onChange: (filter: DeliveryFilter) => void;
}

/** What webhooks were told, what came back, and a way to tell it again. */
export function DeliveryLog({ filter, onChange }: DeliveryLogProps) {
  const { t } = useTranslation();
  const deliveries = useDeliveries(filter);
  const again = useSendAgain();
  const [chosen, setChosen] = useState<number[]>([]);
  const [shown, setShown] = useState<number | null>(null);
  const list = deliveries.data?.list ?? [];
  const total = deliveries.data?.total ?? 0;
  const pages = Math.ceil(total / PAGE);
  const narrowed = Object.keys(filter).some((name) => name !== 'page');
  // What has gone from the page is chosen no more.
  const present = chosen.filter((id) => list.some((one) => one.id === id));
  const narrow = (part: DeliveryFilter) => {
    setChosen([]);
    onChange({ ...filter, page: undefined, ...part });
  };
  const send = (ids: number[]) => again.mutate(ids, { onSuccess: () => setChosen([]) });
  const open: Delivery | undefined = list.find(({ id }) => id === shown);

  return (
    <Stack>
      <DeliveryFilters filter={filter} narrowed={narrowed} onChange={narrow} />
      <Group justify="space-between" mih={36}>
        <Text size="sm" c="dimmed" role="status">
          {present.length > 0
            ? t('entries.chosen', { count: present.length })
            : t('webhooks.deliveryCount', { count: total })}
        </Text>
        <Group gap="xs">
          {present.length > 0 && (
            <Button
              size="xs"
              leftSection={<IconSend size={16} aria-hidden />}
              loading={again.isPending}
              onClick={() => send(present)}
            >
              {t('webhooks.sendAgain')}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={() => void deliveries.refetch()}
          >
            {t('webhooks.refresh')}
          </Button>
        </Group>
      </Group>
      <RowsSkeleton pending={deliveries.isPending} />
      {deliveries.isError && <ErrorState error={deliveries.error} onRetry={() => deliveries.refetch()} />}
      {deliveries.isSuccess && list.length === 0 && (
        <EmptyState
          art="search"
          title={t(narrowed ? 'search.none' : 'webhooks.quiet')}
          hint={t(narrowed ? 'webhooks.noneMatches' : 'webhooks.quietHint')}
        />
      )}
      {list.length > 0 && <DeliveryTable deliveries={list} chosen={present} onChoose={setChosen} onOpen={setShown} />}
      {pages > 1 && (
        <Pagination
          total={pages}
          value={filter.page ?? 1}
          onChange={(page) => onChange({ ...filter, page })}
          getControlProps={(control) => ({ 'aria-label': t(`webhooks.page.${control}`) })}
        />
      )}
      {open && (
        <DeliveryPanel
          delivery={open}
          busy={again.isPending}
          onSendAgain={() => send([open.id])}
          onClose={() => setShown(null)}
        />
      )}
    </Stack>
  );
}
