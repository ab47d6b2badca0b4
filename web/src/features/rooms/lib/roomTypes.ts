import type { Icon } from '@tabler/icons-react';
import { IconForms, IconSettings, IconShieldLock, IconUsersGroup, IconWorld } from '@/shared/ui/icons';
import type { Guard, RoomType } from '../types';

/** In the order in which the dialog offers them. */
export const ROOM_TYPES: RoomType[] = [2, 6, 8, 1, 5];

export const ROOM_ICONS: Record<RoomType, Icon> = {
  1: IconForms,
  2: IconUsersGroup,
  5: IconSettings,
  6: IconWorld,
  8: IconShieldLock,
};

/** Rooms for confidential papers have rules of their own. */
export const isGuarded = (type: RoomType) => type === 8;

export const NO_GUARD: Guard = { indexing: false, denyDownload: false, lifetime: null, watermark: null };
