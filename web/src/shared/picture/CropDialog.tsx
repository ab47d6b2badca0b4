import { Alert, Button, Group, Slider, Stack, Text } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/shared/errors';
import { Dialog } from '@/shared/ui';
import { CropFrame, FRAME } from './CropFrame';
import { type Crop, cut, MAX_ZOOM, START, zoomed } from './crop';
import { openPicture, shrinkage, shrunk } from './picture';

/** A square of a picture. */
export interface Cut {
  /** A new picture; absent for another part of the one there is. */
  picture?: Blob;
  /** The square to show, in pixels of the picture. */
  left: number;
  top: number;
  side: number;
}

interface CropDialogProps {
  title: string;
  /** The chosen picture: a file, or the address of the one there is. */
  source: Blob | string;
  round?: boolean;
  busy: boolean;
  error: unknown;
  onSave: (cut: Cut) => void;
  onClose: () => void;
}

/** Cuts a square out of a picture. */
export function CropDialog({ title, source, round = false, busy, error, onSave, onClose }: CropDialogProps) {
  const { t } = useTranslation();
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
    onSave({ ...(picture && { picture }), left: left * by, top: top * by, side: side * by });
  };

  return (
    <Dialog onClose={onClose} title={title}>
      <Stack>
        {broken && (
          <Alert color="red" role="alert">
            {t('photo.broken')}
          </Alert>
        )}
        {error !== null && error !== undefined && (
          <Alert color="red" role="alert">
            {sentence(error)}
          </Alert>
        )}
        {image && size && (
          <>
            <CropFrame src={image.src} picture={size} crop={crop} round={round} onChange={onChange} />
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
          <Button onClick={() => void submit()} disabled={!image} loading={busy}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
