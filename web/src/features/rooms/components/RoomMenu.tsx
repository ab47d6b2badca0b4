import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/shared/ui';
import {
  IconArchive,
  IconArchiveOff,
  IconDots,
  IconPin,
  IconPinnedOff,
  IconSettings,
  IconTrash,
  IconUsers,
} from '@/shared/ui/icons';
import { useArchiveRoom, usePinRoom } from '../api/changes';
import type { Room } from '../types';

/** A dialog about one room that the page opens. */
export type RoomDialog = { is: 'settings' | 'members' | 'delete'; room: Room };

interface RoomMenuProps {
  room: Room;
  onDialog: (dialog: RoomDialog) => void;
  onGone?: () => void;
  className?: string;
}

/** The verbs for a room. */
export function RoomMenu({ room, onDialog, onGone, className }: RoomMenuProps) {
  const { t } = useTranslation();
  const pin = usePinRoom();
  const archive = useArchiveRoom();
  const { rights, archived, pinned } = room;
  return (
    <Menu position="bottom-end" width={224}>
      <Menu.Target>
        <IconButton label={t('rooms.actions', { name: room.title })} className={className}>
          <IconDots size={18} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        {rights.Pin && (
          <Menu.Item
            leftSection={pinned ? <IconPinnedOff size={17} aria-hidden /> : <IconPin size={17} aria-hidden />}
            onClick={() => pin.mutate({ room, pinned: !pinned })}
          >
            {pinned ? t('rooms.unpin') : t('rooms.pin')}
          </Menu.Item>
        )}
        {rights.Read !== false && (
          <Menu.Item
            leftSection={<IconUsers size={17} aria-hidden />}
            onClick={() => onDialog({ is: 'members', room })}
          >
            {t('rooms.members')}
          </Menu.Item>
        )}
        {rights.EditRoom && (
          <Menu.Item
            leftSection={<IconSettings size={17} aria-hidden />}
            onClick={() => onDialog({ is: 'settings', room })}
          >
            {t('rooms.settings')}
          </Menu.Item>
        )}
        {rights.Move && (
          <Menu.Item
            leftSection={archived ? <IconArchiveOff size={17} aria-hidden /> : <IconArchive size={17} aria-hidden />}
            onClick={() => archive.mutate({ room, archive: !archived }, { onSuccess: onGone })}
          >
            {archived ? t('rooms.unarchive') : t('rooms.archive')}
          </Menu.Item>
        )}
        {rights.Delete && (
          <>
            <Menu.Divider />
            <Menu.Item
              color="var(--atrium-danger)"
              leftSection={<IconTrash size={17} aria-hidden />}
              onClick={() => onDialog({ is: 'delete', room })}
            >
              {t('rooms.delete')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
