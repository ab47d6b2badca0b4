import { Badge, Group, NavLink, Skeleton, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/shared/ui';
import { IconBuildingArch } from '@/shared/ui/icons';
import { useRoomsOf } from '../api/rooms';

/** The rooms a person is in, among those one may see oneself. */
export function PersonRooms({ id }: { id: string }) {
  const { t } = useTranslation();
  const rooms = useRoomsOf(id);
  if (rooms.isPending) return <Skeleton height={120} />;
  if (rooms.isError) return <ErrorState error={rooms.error} onRetry={() => rooms.refetch()} />;
  const { rooms: list, total } = rooms.data;
  if (list.length === 0) return <Text c="dimmed">{t('people.noRooms')}</Text>;
  return (
    <Stack gap={2}>
      {list.map((room) => (
        <NavLink
          key={room.id}
          leftSection={<IconBuildingArch size={18} stroke={1.6} aria-hidden />}
          label={
            <Group justify="space-between" wrap="nowrap" gap="xs">
              <Text size="sm" truncate>
                {room.title}
              </Text>
              {room.owns && (
                <Badge size="sm" color="gray">
                  {t('members.owner')}
                </Badge>
              )}
            </Group>
          }
          renderRoot={(props) => <Link to="/rooms/$folderId" params={{ folderId: String(room.id) }} {...props} />}
        />
      ))}
      {total > list.length && (
        <Text size="sm" c="dimmed" px="sm">
          {t('people.moreRooms', { count: total - list.length })}
        </Text>
      )}
    </Stack>
  );
}
