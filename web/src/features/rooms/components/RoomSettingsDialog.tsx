import { Alert, Button, Group, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { Dialog } from '@/shared/ui';
import { useUpdateRoom } from '../api/changes';
import type { Room } from '../types';
import { type RoomFields, RoomForm } from './RoomForm';

interface RoomSettingsDialogProps {
  room: Room;
  onClose: () => void;
}

export function RoomSettingsDialog({ room, onClose }: RoomSettingsDialogProps) {
  const { t } = useTranslation();
  const update = useUpdateRoom();
  const [fields, setFields] = useState<RoomFields>({
    title: room.title,
    tags: room.tags,
    color: room.color,
    cover: room.coverId,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate({ ...fields, title: fields.title.trim(), room }, { onSuccess: onClose });
  };
  return (
    <Dialog onClose={onClose} size="lg" title={t('rooms.settings')}>
      <form onSubmit={submit}>
        <Stack>
          {update.isError && (
            <Alert color="red" role="alert">
              {sentence(update.error)}
            </Alert>
          )}
          <RoomForm fields={fields} onChange={setFields} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={update.isPending} disabled={!fields.title.trim()}>
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
