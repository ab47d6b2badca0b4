import { Skeleton, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import i18n from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Amount, BarChart, ColumnChart } from '@/shared/chart';
import { formatDay, formatSize } from '@/shared/lib/format';
import { ErrorState, Section } from '@/shared/ui';
import { useLargestPeople, useLargestRooms, useUploads } from '../api/statistics';
import { useUsedSpace } from '../api/storage';

/** What takes space, and how much comes in. */
export function StatisticsSettings() {
  const { t } = useTranslation();
  const columns: [string, string] = [t('statistics.what'), t('statistics.size')];
  const sizes = (title: string) => (amounts: Amount[]) => (
    <BarChart label={title} columns={columns} amounts={amounts} format={formatSize} />
  );
  const used = useUsedSpace();
  return (
    <>
      <Chart title={t('statistics.uploads')} hint={t('statistics.uploadsHint')} query={useUploads()}>
        {(days) => (
          <ColumnChart
            label={t('statistics.uploads')}
            columns={[t('statistics.day'), t('statistics.files')]}
            amounts={days.map((one) => ({ ...one, name: formatDay(one.day) }))}
            format={(value) => new Intl.NumberFormat(i18n.language).format(value)}
          />
        )}
      </Chart>
      <Chart title={t('statistics.parts')} hint={t('settings.usedHint')} query={used}>
        {(parts) =>
          sizes(t('statistics.parts'))(
            parts.map(({ part, bytes }) => ({ key: part, name: t(`settings.usedPart.${part}`), value: bytes })),
          )
        }
      </Chart>
      <Chart title={t('statistics.rooms')} hint={t('statistics.roomsHint')} query={useLargestRooms()}>
        {sizes(t('statistics.rooms'))}
      </Chart>
      <Chart title={t('statistics.people')} hint={t('statistics.peopleHint')} query={useLargestPeople()}>
        {sizes(t('statistics.people'))}
      </Chart>
    </>
  );
}

interface ChartSectionProps<T> {
  title: string;
  hint: string;
  query: UseQueryResult<T[]>;
  children: (found: T[]) => ReactNode;
}

function Chart<T>({ title, hint, query, children }: ChartSectionProps<T>) {
  const { t } = useTranslation();
  return (
    <Section title={title} hint={hint}>
      {query.isPending && <Skeleton height={160} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess &&
        (query.data.length > 0 ? children(query.data) : <Text c="dimmed">{t('statistics.none')}</Text>)}
    </Section>
  );
}
