import { Button, Group, Stack, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNextPage } from '@/shared/list';
import { EmptyState, ErrorState, RowsSkeleton } from '@/shared/ui';
import { IconFileDownload } from '@/shared/ui/icons';
import { type EventLine, type Log, useEvents, useReport } from '../api/events';
import { type EventFilter, type LOGIN_ACTIONS, readEventFilter } from '../lib/eventSearch';
import { EventFilters } from './EventFilters';
import { EventTable } from './EventTable';

/** The sign-in history or the audit trail, with filters and a report. */
export function EventLog({ log }: { log: Log }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const filter = useMemo(() => readEventFilter(raw), [raw]);
  const change = (part: EventFilter) =>
    void navigate({ to: '.', search: readEventFilter({ ...filter, ...part }) as never, replace: true });
  const events = useEvents(log, filter);
  const list = useMemo(() => events.data?.pages.flatMap((page) => page.events) ?? [], [events.data]);
  const onSeen = useNextPage(events, list.length);
  const label = t(log === 'logins' ? 'settings.logins' : 'settings.audit');
  const report = useReport(log, label);
  const what = (event: EventLine) =>
    log === 'logins'
      ? t(`loginAction.${event.action as (typeof LOGIN_ACTIONS)[number]}`, { defaultValue: event.text })
      : event.text;

  return (
    <Stack pt="lg">
      <Group justify="space-between" align="flex-start">
        <Text c="dimmed" maw={560}>
          {t(log === 'logins' ? 'events.loginsHint' : 'events.auditHint')}
        </Text>
        <Button
          variant="light"
          leftSection={<IconFileDownload size={18} aria-hidden />}
          loading={report.isPending}
          onClick={() => report.mutate()}
        >
          {t('events.report')}
        </Button>
      </Group>
      <EventFilters log={log} filter={filter} onChange={change} />
      <RowsSkeleton pending={events.isPending} />
      {events.isError && list.length === 0 && <ErrorState error={events.error} onRetry={() => events.refetch()} />}
      {events.isSuccess && list.length === 0 && (
        <EmptyState art="search" title={t('search.none')} hint={t('events.none')} />
      )}
      {list.length > 0 && <EventTable events={list} label={label} what={what} onSeen={onSeen} />}
    </Stack>
  );
}
