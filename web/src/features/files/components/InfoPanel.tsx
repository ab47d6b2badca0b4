import { Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDialogOpen, usePanelTabs } from '@/features/plugins';
import { LinksPanel, PeopleAccess } from '@/features/sharing';
import { formatMoment, formatSize } from '@/shared/lib/format';
import { FactList, PanelTabs, SidePanel } from '@/shared/ui';
import type { Entry } from '../types';
import { ActivityList } from './ActivityList';
import { EntryPicture } from './EntryPicture';
import { SeenBy } from './SeenBy';
import { Versions } from './Versions';

interface InfoPanelProps {
  entry: Entry;
  /** The page that is shown first. */
  tab?: 'links' | 'versions' | undefined;
  onClose: () => void;
}

/** Everything about one entry: facts, what happened to it, its versions, and who else may see it. */
export function InfoPanel({ entry, tab, onClose }: InfoPanelProps) {
  const { t } = useTranslation();
  const { isFolder, rights, share } = entry;
  const more = usePanelTabs(entry);
  const covered = useDialogOpen();
  const tabs = [
    { id: 'details', label: t('info.details'), content: () => <Details entry={entry} /> },
    ...(rights.Read !== false
      ? [
          {
            id: 'activity',
            label: t('info.activity'),
            content: () => <ActivityList isFolder={isFolder} id={entry.id} />,
          },
        ]
      : []),
    ...(!isFolder && rights.ReadHistory !== false
      ? [{ id: 'versions', label: t('info.versions'), content: () => <Versions entry={entry} /> }]
      : []),
    ...(share ? [{ id: 'links', label: t('info.share'), content: () => <Sharing entry={entry} /> }] : []),
    ...more,
  ];
  return (
    <SidePanel title={t('info.title')} onClose={onClose} covered={covered}>
      <Group wrap="nowrap" mb="md">
        <EntryPicture entry={entry} size={48} />
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {entry.title}
        </Text>
      </Group>
      <PanelTabs tabs={tabs} initial={tab} />
    </SidePanel>
  );
}

function Details({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const facts = (
    <FactList
      facts={[
        [t('info.kind'), t(`kind.${entry.kind}`)],
        [t('info.size'), entry.size === null ? '' : formatSize(entry.size)],
        [t('info.author'), entry.author],
        [t('info.created'), entry.created ? formatMoment(entry.created) : ''],
        [t('info.updated'), entry.updated ? formatMoment(entry.updated) : ''],
        [t('info.version'), entry.isFolder ? '' : String(entry.version)],
        [t('info.origin'), entry.origin],
        [t('info.lockedBy'), entry.locked ? entry.lockedBy || t('info.lockedByYou') : ''],
      ]}
    />
  );
  return (
    <Stack gap="lg">
      {facts}
      {!entry.isFolder && <SeenBy file={entry.id} />}
    </Stack>
  );
}

function Sharing({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const { id, isFolder, share } = entry;
  if (!share) return null;
  const target = { is: isFolder ? ('folder' as const) : ('file' as const), id };
  const linked = share.primary + share.links > 0;
  return (
    <Stack>
      {share.peopleRoles.length > 0 && (
        <section aria-label={t('share.people')}>
          <PeopleAccess target={target} roles={share.peopleRoles} />
        </section>
      )}
      {linked && (
        <Stack component="section" gap="sm">
          <Title order={3} size="h4">
            {t('members.links')}
          </Title>
          <LinksPanel target={target} offer={share} />
        </Stack>
      )}
    </Stack>
  );
}
