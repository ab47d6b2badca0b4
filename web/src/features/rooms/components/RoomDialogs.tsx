import { useTranslation } from 'react-i18next';
import { MembersDialog } from '@/features/members';
import { useSelf } from '@/features/session';
import { ConfirmDialog } from '@/shared/ui';
import { labelOfRooms, useDeleteRooms } from '../api/changes';
import { useLeaveRoom } from '../api/membership';
import type { RoomDialog } from '../hooks/useRoomActions';
import { MakeTemplateDialog } from './MakeTemplateDialog';
import { OwnerDialog } from './OwnerDialog';
import { PutIntoGroupDialog } from './PutIntoGroupDialog';
import { RoomPanel } from './RoomPanel';
import { RoomSettingsDialog } from './RoomSettingsDialog';
import { TemplatePublic } from './TemplatePublic';
import { UseTemplateDialog } from './UseTemplateForm';

interface RoomDialogsProps {
  dialog: RoomDialog | null;
  onClose: () => void;
  /** The room is no more, or no longer one's own. */
  onGone?: () => void;
}

export function RoomDialogs({ dialog, onClose, onGone }: RoomDialogsProps) {
  const { t } = useTranslation();
  const remove = useDeleteRooms();
  const leave = useLeaveRoom(useSelf().id ?? '');
  switch (dialog?.is) {
    case 'settings':
      return <RoomSettingsDialog room={dialog.room} onClose={onClose} />;
    case 'members':
      return (
        <MembersDialog room={dialog.room} onClose={onClose}>
          {dialog.room.template && <TemplatePublic template={dialog.room} />}
        </MembersDialog>
      );
    case 'info':
      return <RoomPanel room={dialog.room} onClose={onClose} />;
    case 'owner':
      return <OwnerDialog room={dialog.room} leave={dialog.leave} onClose={onClose} onLeft={onGone} />;
    case 'makeTemplate':
      return <MakeTemplateDialog room={dialog.room} onClose={onClose} />;
    case 'useTemplate':
      return <UseTemplateDialog template={dialog.room} onClose={onClose} />;
    case 'group':
      return <PutIntoGroupDialog rooms={dialog.rooms} onClose={onClose} />;
    case 'leave':
      return (
        <ConfirmDialog
          title={t('rooms.leaveTitle', { name: dialog.room.title })}
          text={t('rooms.leaveText')}
          confirm={t('rooms.leave')}
          onConfirm={() => leave.mutate(dialog.room, { onSuccess: onGone })}
          onClose={onClose}
        />
      );
    case 'delete': {
      const template = dialog.rooms.every((room) => room.template);
      return (
        <ConfirmDialog
          title={t('rooms.deleteTitle', { name: labelOfRooms(dialog.rooms) })}
          text={template ? t('template.deleteText') : t('rooms.deleteText')}
          confirm={template ? t('template.delete') : t('rooms.delete')}
          onConfirm={() => remove.mutate(dialog.rooms, { onSuccess: onGone })}
          onClose={onClose}
        />
      );
    }
    default:
      return null;
  }
}
