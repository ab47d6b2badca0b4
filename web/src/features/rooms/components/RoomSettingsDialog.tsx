import { Alert, Button, Fieldset, Group, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { Dialog, QuotaField } from '@/shared/ui';
import { useUpdateRoom } from '../api/changes';
import { useRoom } from '../api/rooms';
import { isGuarded } from '../lib/roomTypes';
import type { Room } from '../types';
import { GuardFields } from './GuardFields';
import { PictureField } from './PictureField';
import { type RoomFields, RoomForm } from './RoomForm';

interface RoomSettingsDialogProps {
  room: Room;
  onClose: () => void;
}

/** Name, face, tags, storage and rules of a room. */
export function RoomSettingsDialog({ room: given, onClose }: RoomSettingsDialogProps) {
  const { t } = useTranslation();
  const room = useRoom(given.id).data ?? given;
  const update = useUpdateRoom();
  const [fields, setFields] = useState<RoomFields>({
    title: given.title,
    tags: given.tags,
    color: given.color,
    cover: given.coverId,
  });
  const [guard, setGuard] = useState(given.guard);
  const usual = given.quota?.custom ? given.quota.limit : null;
  const [quota, setQuota] = useState<number | null | undefined>(usual);
  const incomplete = !fields.title.trim() || quota === undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (incomplete) return;
    update.mutate(
      {
        ...fields,
        title: fields.title.trim(),
        room,
        guard: isGuarded(room.type) ? guard : null,
        ...(room.quota && quota !== usual && { quota }),
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog onClose={onClose} size="lg" title={t(room.template ? 'template.settings' : 'rooms.settings')}>
      <form onSubmit={submit}>
        <Stack>
          {update.isError && (
            <Alert color="red" role="alert">
              {sentence(update.error)}
            </Alert>
          )}
          <PictureField room={room} />
          <RoomForm fields={fields} faceless={room.picture !== ''} onChange={setFields} />
          {room.quota && (
            <Fieldset legend={t('people.quota')} radius="md">
              <QuotaField value={usual} onChange={setQuota} />
            </Fieldset>
          )}
          {isGuarded(room.type) && <GuardFields guard={guard} title={fields.title} onChange={setGuard} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={update.isPending} disabled={incomplete}>
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
