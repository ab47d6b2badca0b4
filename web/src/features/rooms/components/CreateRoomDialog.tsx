import { Alert, Button, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { Dialog } from '@/shared/ui';
import { IconChevronLeft, IconTemplate } from '@/shared/ui/icons';
import { useCreateRoom } from '../api/changes';
import { useRooms } from '../api/rooms';
import { PALETTE } from '../lib/color';
import { toFilter } from '../lib/roomSearch';
import { isGuarded, NO_GUARD, ROOM_ICONS, ROOM_TYPES } from '../lib/roomTypes';
import type { Room, RoomType } from '../types';
import { GuardFields } from './GuardFields';
import { type RoomFields, RoomForm } from './RoomForm';
import classes from './RoomForm.module.css';
import { RoomTypePreview } from './RoomTypePreview';
import preview from './RoomTypePreview.module.css';
import { TemplateChoice } from './TemplateChoice';
import { UseTemplateForm } from './UseTemplateForm';

/** First what kind of room, each explained; then its name and face. */
export function CreateRoomDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const create = useCreateRoom();
  const [type, setType] = useState<RoomType | null>(null);
  const [pattern, setPattern] = useState<Room | 'choosing' | null>(null);
  const templates = useRooms(toFilter({ sort: 'AZ' }, 'templates'));
  const [looked, setLooked] = useState<RoomType>(ROOM_TYPES[0] ?? 2);
  const [guard, setGuard] = useState(NO_GUARD);
  const [fields, setFields] = useState<RoomFields>(() => ({
    title: '',
    tags: [],
    color: PALETTE[Math.floor(Math.random() * PALETTE.length)] ?? '6191F2',
    cover: '',
  }));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const title = fields.title.trim();
    if (type === null || !title) return;
    create.mutate(
      { ...fields, title, type, guard: isGuarded(type) ? guard : null },
      {
        onSuccess: (room) => {
          onClose();
          void navigate({ to: '/rooms/$folderId', params: { folderId: String(room.id) } });
        },
      },
    );
  };

  if (pattern === 'choosing')
    return (
      <Dialog onClose={onClose} size="lg" title={t('template.choose')}>
        <TemplateChoice onChoose={setPattern} onBack={() => setPattern(null)} />
      </Dialog>
    );
  if (pattern)
    return (
      <Dialog onClose={onClose} size="lg" title={t('template.useTitle', { name: pattern.title })}>
        <UseTemplateForm
          template={pattern}
          back={t('common.back')}
          onBack={() => setPattern('choosing')}
          onDone={onClose}
        />
      </Dialog>
    );
  return (
    <Dialog
      onClose={onClose}
      size={type === null ? 'xl' : 'lg'}
      title={type === null ? t('rooms.chooseType') : t('rooms.newOf', { type: t(`roomType.${type}`) })}
    >
      {type === null ? (
        <div className={preview.choose}>
          <Stack gap="xs">
            {ROOM_TYPES.map((one, index) => (
              <TypeChoice
                key={one}
                type={one}
                first={index === 0}
                onLook={() => setLooked(one)}
                onChoose={() => setType(one)}
              />
            ))}
            {(templates.data?.pages[0]?.total ?? 0) > 0 && (
              <Button
                variant="light"
                leftSection={<IconTemplate size={18} aria-hidden />}
                onClick={() => setPattern('choosing')}
              >
                {t('template.fromOne')}
              </Button>
            )}
          </Stack>
          <RoomTypePreview type={looked} />
        </div>
      ) : (
        <form onSubmit={submit}>
          <Stack>
            {create.isError && (
              <Alert color="red" role="alert">
                {sentence(create.error)}
              </Alert>
            )}
            <RoomForm fields={fields} onChange={setFields} />
            {isGuarded(type) && <GuardFields guard={guard} title={fields.title} onChange={setGuard} />}
            <Group justify="space-between">
              <Button
                variant="subtle"
                color="gray"
                leftSection={<IconChevronLeft size={17} aria-hidden />}
                onClick={() => setType(null)}
              >
                {t('common.back')}
              </Button>
              <Button type="submit" loading={create.isPending} disabled={!fields.title.trim()}>
                {t('rooms.createSubmit')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}

interface TypeChoiceProps {
  type: RoomType;
  first: boolean;
  onLook: () => void;
  onChoose: () => void;
}

function TypeChoice({ type, first, onLook, onChoose }: TypeChoiceProps) {
  const { t } = useTranslation();
  const Glyph = ROOM_ICONS[type];
  return (
    <UnstyledButton
      className={classes.type}
      onClick={onChoose}
      onFocus={onLook}
      onMouseEnter={onLook}
      data-autofocus={first || undefined}
    >
      <span className={classes.typeIcon}>
        <Glyph size={22} stroke={1.6} aria-hidden />
      </span>
      <span>
        <Text component="span" display="block" fw={600}>
          {t(`roomType.${type}`)}
        </Text>
        <Text component="span" display="block" size="sm" c="dimmed">
          {t(`roomTypeHint.${type}`)}
        </Text>
      </span>
    </UnstyledButton>
  );
}
