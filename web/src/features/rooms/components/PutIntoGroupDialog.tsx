import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/shared/notify';
import { Dialog } from '@/shared/ui';
import { IconPlus } from '@/shared/ui/icons';
import { labelOfRooms } from '../api/changes';
import { type RoomGroup, useAddToGroup, useRoomGroups } from '../api/groups';
import type { Room } from '../types';
import { RoomGroupDialog } from './RoomGroupDialog';
import { GroupIcon } from './RoomGroups';

/** Puts rooms into one of one's groups, or into a new one. */
export function PutIntoGroupDialog({ rooms, onClose }: { rooms: Room[]; onClose: () => void }) {
  const { t } = useTranslation();
  const groups = useRoomGroups();
  const add = useAddToGroup();
  const ids = rooms.map(({ id }) => id);
  const [making, setMaking] = useState(false);
  // Whoever has none makes the first one, and goes on with it when it is there.
  if (!making && groups.data?.length === 0) setMaking(true);
  if (making) return <RoomGroupDialog group={null} rooms={ids} onClose={onClose} />;
  const put = (group: RoomGroup) =>
    add.mutate(
      { id: group.id, rooms: ids },
      {
        onSuccess: () => {
          notifyDone(t('roomGroup.added', { name: labelOfRooms(rooms), group: group.name }));
          onClose();
        },
      },
    );
  return (
    <Dialog onClose={onClose} title={t('roomGroup.put')}>
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {t('roomGroup.putHint')}
        </Text>
        {groups.data?.map((group) => (
          <Button
            key={group.id}
            variant="default"
            justify="flex-start"
            loading={add.isPending && add.variables.id === group.id}
            leftSection={group.icon ? <GroupIcon svg={group.icon} /> : undefined}
            onClick={() => put(group)}
          >
            {group.name}
          </Button>
        ))}
        <Group justify="flex-end">
          <Button variant="light" leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setMaking(true)}>
            {t('roomGroup.make')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
