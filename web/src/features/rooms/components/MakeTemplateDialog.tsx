import { Button, Group, Stack, Switch, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/shared/ui';
import { useMakeTemplate } from '../api/templates';
import type { Room } from '../types';
import { type RoomFields, RoomForm } from './RoomForm';

/** A room as a pattern for others: its folders, files and rules, without its people. */
export function MakeTemplateDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const { t } = useTranslation();
  const make = useMakeTemplate();
  const [fields, setFields] = useState<RoomFields>({
    title: room.title,
    tags: room.tags,
    color: room.color,
    cover: room.coverId,
  });
  const [open, setOpen] = useState(false);
  const title = fields.title.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!title) return;
    // It goes on in the panel of what is under way.
    make.mutate({ room, pattern: { ...fields, title }, open });
    onClose();
  };
  return (
    <Dialog onClose={onClose} size="lg" title={t('template.makeTitle', { name: room.title })}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm" c="dimmed">
            {t('template.makeHint')}
          </Text>
          <RoomForm fields={fields} faceless={room.picture !== ''} onChange={setFields} />
          <Switch
            label={t('template.public')}
            description={t('template.publicHint')}
            checked={open}
            onChange={(event) => setOpen(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={!title}>
              {t('template.makeSubmit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
