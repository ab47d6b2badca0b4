import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ActivityList } from '@/features/files';
import { MembersList } from '@/features/members';
import { useDialogOpen, usePanelTabs } from '@/features/plugins';
import { formatMoment, formatSize } from '@/shared/lib/format';
import { FactList, NO_LIMIT, PanelTabs, SidePanel } from '@/shared/ui';
import { useRoom } from '../api/rooms';
import { asEntry } from '../lib/asEntry';
import type { Room } from '../types';
import { RoomCover } from './RoomCover';

/** Everything about one room, and what happened in it. */
export function RoomPanel({ room: given, onClose }: { room: Room; onClose: () => void }) {
  const { t } = useTranslation();
  const room = useRoom(given.id).data ?? given;
  const more = usePanelTabs(asEntry(room));
  const covered = useDialogOpen();
  return (
    <SidePanel title={t('info.room')} onClose={onClose} covered={covered}>
      <Group wrap="nowrap" mb="md">
        <RoomCover room={room} shape="tile" size={52} />
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {room.title}
        </Text>
      </Group>
      <PanelTabs
        tabs={[
          { id: 'details', label: t('info.details'), content: () => <RoomFacts room={room} /> },
          ...(room.rights.Read !== false
            ? [{ id: 'members', label: t('info.members'), content: () => <MembersList room={room.id} /> }]
            : []),
          { id: 'activity', label: t('info.activity'), content: () => <ActivityList isFolder id={room.id} /> },
          ...more,
        ]}
      />
    </SidePanel>
  );
}

function RoomFacts({ room }: { room: Room }) {
  const { t } = useTranslation();
  const { guard, quota, used } = room;
  const storage = used === null ? '' : formatSize(used);
  const rules = [
    guard.indexing && t('guard.indexing'),
    guard.denyDownload && t('guard.denyDownload'),
    guard.lifetime &&
      t('guard.lives', { span: t(`guard.span.${guard.lifetime.period}`, { count: guard.lifetime.value }) }),
    guard.watermark && t('guard.watermark'),
  ].filter(Boolean);
  return (
    <FactList
      facts={[
        [t('rooms.type'), t(`roomType.${room.type}`)],
        [t('members.owner'), room.owner],
        [t('rooms.tags'), room.tags.join(', ')],
        [t('rooms.content'), t('rooms.contentOf', { files: room.files, folders: room.folders })],
        [
          t('rooms.used'),
          quota && quota.limit !== NO_LIMIT
            ? t('rooms.usedOf', { used: storage, limit: formatSize(quota.limit) })
            : storage,
        ],
        [t('guard.rules'), rules.join(', ')],
        [t('info.created'), room.created ? formatMoment(room.created) : ''],
        [t('info.updated'), room.updated ? formatMoment(room.updated) : ''],
      ]}
    />
  );
}
