import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ActionItems } from '@/shared/list';
import { IconButton } from '@/shared/ui';
import { IconDots } from '@/shared/ui/icons';
import { type RoomDialog, useRoomActions } from '../hooks/useRoomActions';
import type { Room } from '../types';

interface RoomMenuProps {
  room: Room;
  onDialog: (dialog: RoomDialog) => void;
  onGone: () => void;
}

/** The verbs for the open room. */
export function RoomMenu({ room, onDialog, onGone }: RoomMenuProps) {
  const { t } = useTranslation();
  const actionsFor = useRoomActions({ onDialog, onGone });
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <IconButton label={t('rooms.actions', { name: room.title })}>
          <IconDots size={18} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <ActionItems actions={actionsFor([room])} />
      </Menu.Dropdown>
    </Menu>
  );
}
