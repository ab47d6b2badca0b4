import { Alert, Button, Group, Stack, Switch, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PersonLine, PersonSelect } from '@/features/people';
import { sentence } from '@/shared/errors';
import { Dialog } from '@/shared/ui';
import { useChangeRoomOwner } from '../api/membership';
import type { Room } from '../types';

interface OwnerDialogProps {
  room: Room;
  /** Proposes that whoever owned the room leaves it. */
  leave: boolean;
  onClose: () => void;
  onLeft?: (() => void) | undefined;
}

/** Hands a room over to somebody else. */
export function OwnerDialog({ room, leave, onClose, onLeft }: OwnerDialogProps) {
  const { t } = useTranslation();
  const change = useChangeRoomOwner();
  const [heir, setHeir] = useState<PersonLine | null>(null);
  const [leaving, setLeaving] = useState(leave);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!heir) return;
    change.mutate(
      { room, heir: heir.id, leave: leaving },
      {
        onSuccess: () => {
          onClose();
          if (leaving) onLeft?.();
        },
      },
    );
  };
  return (
    <Dialog onClose={onClose} title={t('rooms.ownerTitle', { name: room.title })}>
      <form onSubmit={submit}>
        <Stack>
          {change.isError && (
            <Alert color="red" role="alert">
              {sentence(change.error)}
            </Alert>
          )}
          <Text size="sm" c="dimmed">
            {t('rooms.ownerHint')}
          </Text>
          <PersonSelect heirs label={t('rooms.ownerNext')} value={heir} onChange={setHeir} except={[room.ownerId]} />
          <Switch
            label={t('rooms.ownerLeaves')}
            checked={leaving}
            onChange={(event) => setLeaving(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={!heir} loading={change.isPending}>
              {t('rooms.handOver')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
