import { Alert, Button, Group, Slider, Stack, Text } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { notifyDone } from '@/shared/notify';
import { Dialog } from '@/shared/ui';
import { useSavePhoto } from '../api/photo';
import { type Crop, cut, MAX_ZOOM, START, zoomed } from '../lib/crop';
import { openPicture, shrinkage, shrunk } from '../lib/picture';
import { CropFrame, FRAME } from './CropFrame';

interface PhotoDialogProps {
  /** The chosen picture: a file, or the address of the photo there is. */
  source: Blob | string;
  onClose: () => void;
}

/** Cuts one's photo out of a picture. */
export function PhotoDialog({ source, onClose }: PhotoDialogProps) {
  const { t } = useTranslation();
  const save = useSavePhoto();
  const [image, setImage] = useState<HTMLImageElement | null>(null);
  const [broken, setBroken] = useState(false);
  const [crop, setCrop] = useState<Crop>(START);

  useEffect(() => {
    const url = typeof source === 'string' ? source : URL.createObjectURL(source);
    let wanted = true;
    openPicture(url)
      .then((opened) => wanted && setImage(opened))
      .catch(() => wanted && setBroken(true));
    return () => {
      wanted = false;
      if (typeof source !== 'string') URL.revokeObjectURL(url);
    };
  }, [source]);

  const onChange = useCallback((change: (now: Crop) => Crop) => setCrop(change), []);
  const size = image ? { width: image.naturalWidth, height: image.naturalHeight } : null;
  const submit = async () => {
    if (!image || !size) return;
    const { left, top, side } = cut(crop, size, FRAME);
    const fresh = typeof source !== 'string';
    const by = fresh ? shrinkage(image) : 1;
    const picture = fresh ? await shrunk(image, source.type) : undefined;
    save.mutate(
      { picture, left: left * by, top: top * by, side: side * by },
      {
        onSuccess: () => {
          notifyDone(t('photo.saved'));
          onClose();
        },
      },
    );
  };

  return (
    <Dialog onClose={onClose} title={t('photo.title')}>
      <Stack>
        {broken && (
          <Alert color="red" role="alert">
            {t('photo.broken')}
          </Alert>
        )}
        {save.isError && (
          <Alert color="red" role="alert">
            {sentence(save.error)}
          </Alert>
        )}
        {image && size && (
          <>
            <CropFrame src={image.src} picture={size} crop={crop} onChange={onChange} />
            <Text size="sm" c="dimmed" ta="center">
              {t('photo.hint')}
            </Text>
            <Slider
              min={1}
              max={MAX_ZOOM}
              step={0.05}
              label={null}
              thumbLabel={t('photo.zoom')}
              value={crop.zoom}
              onChange={(zoom) => setCrop((now) => zoomed(now, zoom, size, FRAME))}
            />
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button onClick={() => void submit()} disabled={!image} loading={save.isPending}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
