import type { Icon } from '@tabler/icons-react';
import { IconForms, IconSettings, IconShieldLock, IconUsersGroup, IconWorld } from '@/shared/ui/icons';
import type { RoomType } from '../types';

/** In the order in which the dialog offers them. */
export const ROOM_TYPES: RoomType[] = [2, 6, 8, 1, 5];

export const ROOM_ICONS: Record<RoomType, Icon> = {
  1: IconForms,
  2: IconUsersGroup,
  5: IconSettings,
  6: IconWorld,
  8: IconShieldLock,
};
