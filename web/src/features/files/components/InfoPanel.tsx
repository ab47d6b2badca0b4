import { Button, Drawer, Group, Skeleton, Stack, Tabs, Text, Timeline } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment, formatSize } from '@/shared/lib/format';
import { ErrorState, useFocusBack } from '@/shared/ui';
import { downloadUrl } from '../api/download';
import { useHistory, useRestoreVersion } from '../api/history';
import type { Entry } from '../types';
import { FileIcon } from './FileIcon';

interface InfoPanelProps {
  entry: Entry;
  onClose: () => void;
}

/** Facts about one entry, and its versions. */
export function InfoPanel({ entry, onClose }: InfoPanelProps) {
  const { t } = useTranslation();
  useFocusBack();
  const [tab, setTab] = useState<string | null>('details');
  const versions = !entry.isFolder && entry.rights.ReadHistory !== false;
  return (
    <Drawer
      opened
      onClose={onClose}
      returnFocus={false}
      position="right"
      size="sm"
      title={<Text fw={650}>{t('info.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Group wrap="nowrap" mb="md">
        <FileIcon kind={entry.kind} size={48} />
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {entry.title}
        </Text>
      </Group>
      {versions ? (
        <Tabs value={tab} onChange={setTab}>
          <Tabs.List mb="md">
            <Tabs.Tab value="details">{t('info.details')}</Tabs.Tab>
            <Tabs.Tab value="versions">{t('info.versions')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="details">
            <Details entry={entry} />
          </Tabs.Panel>
          <Tabs.Panel value="versions">
            <Versions entry={entry} shown={tab === 'versions'} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <Details entry={entry} />
      )}
    </Drawer>
  );
}

function Details({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const facts: [label: string, value: string][] = [
    [t('info.kind'), t(`kind.${entry.kind}`)],
    [t('info.size'), entry.size === null ? '' : formatSize(entry.size)],
    [t('info.author'), entry.author],
    [t('info.created'), entry.created ? formatMoment(entry.created) : ''],
    [t('info.updated'), entry.updated ? formatMoment(entry.updated) : ''],
    [t('info.version'), entry.isFolder ? '' : String(entry.version)],
    [t('info.origin'), entry.origin],
  ];
  return (
    <Stack component="dl" gap="sm" m={0}>
      {facts
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label}>
            <Text component="dt" size="xs" c="dimmed">
              {label}
            </Text>
            <Text component="dd" m={0} size="sm">
              {value}
            </Text>
          </div>
        ))}
    </Stack>
  );
}

function Versions({ entry, shown }: { entry: Entry; shown: boolean }) {
  const { t } = useTranslation();
  const history = useHistory(entry, shown);
  const restore = useRestoreVersion();
  if (history.isError) return <ErrorState error={history.error} onRetry={() => history.refetch()} />;
  if (history.isPending) return <Skeleton height={120} />;
  const newest = history.data[0]?.number;
  return (
    <Timeline bulletSize={14} lineWidth={2} active={0}>
      {history.data.map(({ number, size, when, who, comment }) => (
        <Timeline.Item key={number} title={t('history.version', { number })}>
          <Text size="sm">{when ? formatMoment(when) : ''}</Text>
          <Text size="sm" c="dimmed">
            {[who, formatSize(size), comment].filter(Boolean).join(' · ')}
          </Text>
          <Group gap="xs" mt={4}>
            <Button component="a" href={downloadUrl(entry, number)} size="compact-xs" variant="light">
              {t('action.download')}
            </Button>
            {number !== newest && entry.rights.EditHistory && (
              <Button
                size="compact-xs"
                variant="subtle"
                loading={restore.isPending && restore.variables.version === number}
                onClick={() => restore.mutate({ entry, version: number })}
              >
                {t('history.restore')}
              </Button>
            )}
          </Group>
        </Timeline.Item>
      ))}
    </Timeline>
  );
}
