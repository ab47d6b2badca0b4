import { useTranslation } from 'react-i18next';
import type { Right } from '@/features/files';
import { usePluginActions } from '@/features/plugins';
import { useSelf } from '@/features/session';
import { useFrame } from '@/shared/embed';
import type { Action } from '@/shared/list';
import {
  IconArchive,
  IconArchiveOff,
  IconBell,
  IconBellOff,
  IconChecks,
  IconCopyPlus,
  IconCrown,
  IconDoorExit,
  IconEye,
  IconFileExport,
  IconInfoCircle,
  IconListNumbers,
  IconPin,
  IconPinnedOff,
  IconPlus,
  IconSettings,
  IconStack2,
  IconTemplate,
  IconTrash,
  IconUsers,
} from '@/shared/ui/icons';
import { useArchiveRooms, useCopyRooms, usePinRooms, useRenumberRoom } from '../api/changes';
import { useExportIndex } from '../api/indexExport';
import { useMuteRooms } from '../api/mute';
import { useMarkRoomsRead } from '../api/read';
import { asEntry } from '../lib/asEntry';
import type { Room } from '../types';

/** A dialog about rooms that the page opens. */
export type RoomDialog =
  | { is: 'settings' | 'members' | 'info' | 'leave' | 'makeTemplate' | 'useTemplate'; room: Room }
  | { is: 'owner'; room: Room; leave: boolean }
  | { is: 'delete' | 'group'; rooms: Room[] };

interface Openers {
  /** Absent inside the room itself. */
  open?: (room: Room) => void;
  onDialog: (dialog: RoomDialog) => void;
  onGone?: () => void;
}

/** The verbs for rooms, as the caller's rights in all of them allow. */
export function useRoomActions({ open, onDialog, onGone }: Openers): (rooms: Room[]) => Action[] {
  const { t } = useTranslation();
  const self = useSelf();
  const panel = useFrame()?.infoPanelVisible !== false;
  const makesRooms = (self.isOwner || self.isAdmin || self.isRoomAdmin) === true;
  const { mutate: pin } = usePinRooms();
  const { mutate: archive } = useArchiveRooms();
  const { mutate: copy } = useCopyRooms();
  const { mutate: renumber } = useRenumberRoom();
  const { mutate: mute } = useMuteRooms();
  const { mutate: markRead } = useMarkRoomsRead();
  const { mutate: exportIndex } = useExportIndex();
  const pluginActions = usePluginActions();

  return (rooms) => {
    const [room] = rooms;
    if (!room) return [];
    const single = rooms.length === 1;
    const may = (right: Right) => rooms.every(({ rights }) => rights[right] === true);
    const pinned = rooms.every((one) => one.pinned);
    const archived = rooms.every((one) => one.archived);
    const muted = rooms.every((one) => one.muted);
    const template = rooms.every((one) => one.template);
    const mine = room.ownerId === self.id;
    const actions: (Action | false | undefined)[] = [
      single && open && { id: 'open', label: t('action.open'), icon: IconEye, shortcut: '↵', run: () => open(room) },
      single &&
        template && {
          id: 'use',
          label: t('template.use'),
          icon: IconPlus,
          shortcut: 'N',
          run: () => onDialog({ is: 'useTemplate', room }),
        },
      single &&
        panel && {
          id: 'info',
          label: t('action.info'),
          icon: IconInfoCircle,
          shortcut: 'I',
          run: () => onDialog({ is: 'info', room }),
        },
      single &&
        room.rights.Read !== false && {
          id: 'members',
          label: template ? t('template.users') : t('rooms.members'),
          icon: IconUsers,
          shortcut: 'S',
          run: () => onDialog({ is: 'members', room }),
        },
      !template &&
        may('Pin') && {
          id: 'pin',
          label: pinned ? t('rooms.unpin') : t('rooms.pin'),
          icon: pinned ? IconPinnedOff : IconPin,
          shortcut: 'P',
          apart: true,
          run: () => pin({ rooms, pinned: !pinned }),
        },
      !archived &&
        !template && {
          id: 'mute',
          label: muted ? t('rooms.unmute') : t('rooms.mute'),
          icon: muted ? IconBell : IconBellOff,
          run: () => mute({ rooms, muted: !muted }),
        },
      rooms.some(({ fresh }) => fresh > 0) && {
        id: 'read',
        label: t('action.read'),
        icon: IconChecks,
        run: () => markRead(rooms),
      },
      !archived &&
        !template && {
          id: 'group',
          label: t('roomGroup.put'),
          icon: IconStack2,
          shortcut: 'G',
          run: () => onDialog({ is: 'group', rooms }),
        },
      !template &&
        may('Duplicate') && { id: 'copy', label: t('action.duplicate'), icon: IconCopyPlus, run: () => copy(rooms) },
      single &&
        !template &&
        !archived &&
        room.rights.Copy === true &&
        makesRooms && {
          id: 'makeTemplate',
          label: t('template.make'),
          icon: IconTemplate,
          run: () => onDialog({ is: 'makeTemplate', room }),
        },
      single &&
        room.rights.EditRoom === true && {
          id: 'settings',
          label: template ? t('template.settings') : t('rooms.settings'),
          icon: IconSettings,
          apart: true,
          run: () => onDialog({ is: 'settings', room }),
        },
      single &&
        room.guard.indexing &&
        room.rights.EditRoom === true && {
          id: 'renumber',
          label: t('guard.renumber'),
          icon: IconListNumbers,
          run: () => renumber(room),
        },
      single &&
        room.guard.indexing &&
        room.rights.IndexExport === true && {
          id: 'exportIndex',
          label: t('guard.export'),
          icon: IconFileExport,
          run: () => exportIndex(room),
        },
      single &&
        room.rights.ChangeOwner === true && {
          id: 'owner',
          label: t('rooms.changeOwner'),
          icon: IconCrown,
          run: () => onDialog({ is: 'owner', room, leave: false }),
        },
      single &&
        !archived &&
        !template &&
        (mine ? room.rights.ChangeOwner === true : room.joined) && {
          id: 'leave',
          label: t('rooms.leave'),
          icon: IconDoorExit,
          run: () => onDialog(mine ? { is: 'owner', room, leave: true } : { is: 'leave', room }),
        },
      !template &&
        may('Move') && {
          id: 'archive',
          label: archived ? t('rooms.unarchive') : t('rooms.archive'),
          icon: archived ? IconArchiveOff : IconArchive,
          apart: true,
          run: () => archive({ rooms, archive: !archived }, { onSuccess: onGone }),
        },
      may('Delete') && {
        id: 'delete',
        label: template ? t('template.delete') : t('rooms.delete'),
        icon: IconTrash,
        shortcut: 'Del',
        danger: true,
        run: () => onDialog({ is: 'delete', rooms }),
      },
    ];
    const offered = actions.filter((action) => action !== false && action !== undefined);
    return single && !template ? [...offered, ...pluginActions(asEntry(room), {})] : offered;
  };
}
