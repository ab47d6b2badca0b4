import { Button, FileButton, Group, Stack } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelf } from '@/features/session';
import { notifyDone, notifyError } from '@/shared/notify';
import { CropDialog } from '@/shared/picture';
import { PersonAvatar, Section } from '@/shared/ui';
import { useDeletePhoto, useSavePhoto } from '../api/photo';

/** One's photo: chosen, cut, removed. */
export function PhotoSection() {
  const { t } = useTranslation();
  const self = useSelf();
  const remove = useDeletePhoto();
  const save = useSavePhoto();
  const [source, setSource] = useState<Blob | string | null>(null);
  const reset = useRef<() => void>(null);
  const close = () => {
    reset.current?.();
    save.reset();
    setSource(null);
  };
  const name = self.displayName ?? '';
  const photo = self.hasAvatar ? (self.avatarOriginal ?? self.avatarMax ?? '') : '';
  return (
    <Section title={t('photo.section')} hint={t('photo.sectionHint')}>
      <Group gap="lg">
        <PersonAvatar name={name} src={self.hasAvatar ? (self.avatarMax ?? '') : ''} size={96} />
        <Stack gap="xs" align="flex-start">
          <FileButton resetRef={reset} accept="image/*" onChange={(file) => file && setSource(file)}>
            {(props) => (
              <Button variant="light" {...props}>
                {t(photo ? 'photo.replace' : 'photo.choose')}
              </Button>
            )}
          </FileButton>
          {photo && (
            <Group gap="xs">
              <Button variant="subtle" size="compact-sm" onClick={() => setSource(photo)}>
                {t('photo.cutAgain')}
              </Button>
              <Button
                variant="subtle"
                size="compact-sm"
                color="red"
                loading={remove.isPending}
                onClick={() => remove.mutate(undefined, { onError: (error) => notifyError(error) })}
              >
                {t('photo.remove')}
              </Button>
            </Group>
          )}
        </Stack>
      </Group>
      {source && (
        <CropDialog
          round
          title={t('photo.title')}
          source={source}
          busy={save.isPending}
          error={save.error}
          onSave={(cut) =>
            save.mutate(cut, {
              onSuccess: () => {
                notifyDone(t('photo.saved'));
                close();
              },
            })
          }
          onClose={close}
        />
      )}
    </Section>
  );
}
