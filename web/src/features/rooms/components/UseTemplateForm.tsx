import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { Dialog } from '@/shared/ui';
import { useRoomFromTemplate } from '../api/templates';
import type { Room } from '../types';
import { type RoomFields, RoomForm } from './RoomForm';

interface UseTemplateFormProps {
  template: Room;
  onBack: () => void;
  /** What stands on the button that goes back. */
  back: string;
  onDone: () => void;
}

/** Name and face of a room that is made of a template; leads into it when it is there. */
export function UseTemplateForm({ template, onBack, back, onDone }: UseTemplateFormProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const use = useRoomFromTemplate();
  const [fields, setFields] = useState<RoomFields>({
    title: template.title,
    tags: template.tags,
    color: template.color,
    cover: template.coverId,
  });
  const title = fields.title.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!title) return;
    use.mutate(
      { template, pattern: { ...fields, title } },
      {
        onSuccess: (room) => {
          onDone();
          void navigate({ to: '/rooms/$folderId', params: { folderId: String(room) } });
        },
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {use.isError && (
          <Alert color="red" role="alert">
            {sentence(use.error)}
          </Alert>
        )}
        <Text size="sm" c="dimmed">
          {t('template.useHint', { name: template.title })}
        </Text>
        <RoomForm fields={fields} faceless={template.picture !== ''} onChange={setFields} />
        <Group justify="space-between">
          <Button variant="subtle" color="gray" onClick={onBack}>
            {back}
          </Button>
          <Button type="submit" loading={use.isPending} disabled={!title}>
            {t('rooms.createSubmit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function UseTemplateDialog({ template, onClose }: { template: Room; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog onClose={onClose} size="lg" title={t('template.useTitle', { name: template.title })}>
      <UseTemplateForm template={template} back={t('common.cancel')} onBack={onClose} onDone={onClose} />
    </Dialog>
  );
}
