import { Button, FileButton, Group, Input } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyError } from '@/shared/notify';
import { CropDialog } from '@/shared/picture';
import { useRemoveRoomPicture, useSetRoomPicture } from '../api/picture';
import type { Room } from '../types';
import { RoomCover } from './RoomCover';

/** A picture as the face of a room: chosen, cut, taken away. It is kept at once. */
export function PictureField({ room }: { room: Room }) {
  const { t } = useTranslation();
  const [source, setSource] = useState<Blob | null>(null);
  const reset = useRef<() => void>(null);
  const save = useSetRoomPicture(room);
  const remove = useRemoveRoomPicture(room);
  const close = () => {
    reset.current?.();
    save.reset();
    setSource(null);
  };
  return (
    <Input.Wrapper label={t('rooms.picture')} labelElement="div">
      <Group mt={6}>
        {room.picture && <RoomCover room={room} shape="tile" size={60} />}
        <FileButton resetRef={reset} accept="image/*" onChange={(file) => file && setSource(file)}>
          {(props) => (
            <Button variant="light" size="xs" {...props}>
              {t(room.picture ? 'photo.replace' : 'rooms.choosePicture')}
            </Button>
          )}
        </FileButton>
        {room.picture && (
          <Button
            variant="subtle"
            size="xs"
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate(undefined, { onError: (error) => notifyError(error) })}
          >
            {t('photo.remove')}
          </Button>
        )}
      </Group>
      {source && (
        <CropDialog
          title={t('rooms.picture')}
          source={source}
          busy={save.isPending}
          error={save.error}
          onSave={(cut) => save.mutate(cut, { onSuccess: close })}
          onClose={close}
        />
      )}
    </Input.Wrapper>
  );
}
