import { useTranslation } from 'react-i18next';
import { MembersDialog } from '@/features/members';
import { ConfirmDialog } from '@/shared/ui';
import { useDeleteRoom } from '../api/changes';
import type { RoomDialog } from './RoomMenu';
import { RoomSettingsDialog } from './RoomSettingsDialog';

interface RoomDialogsProps {
  dialog: RoomDialog | null;
  onClose: () => void;
  /** The room is no more. */
  onGone?: () => void;
}

export function RoomDialogs({ dialog, onClose, onGone }: RoomDialogsProps) {
  const { t } = useTranslation();
  const remove = useDeleteRoom();
  if (!dialog) return null;
  const { room } = dialog;
  switch (dialog.is) {
    case 'settings':
      return <RoomSettingsDialog room={room} onClose={onClose} />;
    case 'members':
      return <MembersDialog room={room} onClose={onClose} />;
    case 'delete':
      return (
        <ConfirmDialog
          title={t('rooms.deleteTitle', { name: room.title })}
          text={t('rooms.deleteText')}
          confirm={t('rooms.delete')}
          onConfirm={() => remove.mutate(room, { onSuccess: onGone })}
          onClose={onClose}
        />
      );
  }
}
