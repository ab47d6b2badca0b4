import { FileButton, Group, Text, UnstyledButton } from '@mantine/core';
import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Brand, TONES, type Tone } from '@/features/session';
import { IconButton } from '@/shared/ui';
import { IconUpload, IconX } from '@/shared/ui/icons';
import { ACCEPTED, type LogoPlace, type Refusal } from '../lib/logos';
import { readLogo } from '../lib/readLogo';
import grounds from './grounds.module.css';
import classes from './LogoRow.module.css';

interface LogoRowProps {
  place: LogoPlace;
  /** With what is picked and not saved yet. */
  brand: Brand;
  isDraft: (tone: Tone) => boolean;
  onPick: (tone: Tone, picture: string | null) => void;
}

/** One logo on both grounds. */
export function LogoRow({ place, brand, isDraft, onPick }: LogoRowProps) {
  const { t } = useTranslation();
  const logo = brand.logos.find(({ kind }) => kind === place.kinds[0]);
  if (!logo) return null;
  return (
    <li>
      <Text fw={600}>{t(`brand.place.${place.name}.title`)}</Text>
      <Text size="sm" c="dimmed" mb="xs">
        {t('brand.size', { width: logo.width, height: logo.height })} · {t(`brand.place.${place.name}.hint`)}
      </Text>
      <div className={classes.pair}>
        {TONES.map((tone) => (
          <Slot
            key={tone}
            tone={tone}
            name={t(`brand.place.${place.name}.title`)}
            shown={logo.shown[tone]}
            fresh={isDraft(tone)}
            onPick={(picture) => onPick(tone, picture)}
          />
        ))}
      </div>
    </li>
  );
}

interface SlotProps {
  tone: Tone;
  name: string;
  shown: string;
  /** Picked just now. */
  fresh: boolean;
  onPick: (picture: string | null) => void;
}

function Slot({ tone, name, shown, fresh, onPick }: SlotProps) {
  const { t } = useTranslation();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [over, setOver] = useState(false);
  const reset = useRef<() => void>(null);
  const take = async (file: File | null | undefined) => {
    if (!file) return;
    const read = await readLogo(file);
    // The same file may be picked again.
    reset.current?.();
    setRefusal('refusal' in read ? read.refusal : null);
    if ('picture' in read) onPick(read.picture);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  const ground = t(`brand.ground.${tone}`);
  return (
    <div>
      <FileButton resetRef={reset} accept={ACCEPTED} onChange={(file) => void take(file)}>
        {(props) => (
          <UnstyledButton
            {...props}
            className={`${classes.slot} ${grounds[tone]}`}
            data-over={over || undefined}
            aria-label={t('brand.choose', { name, ground })}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={onDrop}
          >
            <img src={shown} alt="" className={classes.picture} />
            <IconUpload size={16} aria-hidden className={classes.glyph} />
          </UnstyledButton>
        )}
      </FileButton>
      <Group justify="space-between" gap={4} wrap="nowrap" mih={28}>
        <Text size="xs" c="dimmed">
          {fresh ? t('brand.notSaved', { ground }) : ground}
        </Text>
        {fresh && (
          <IconButton size="sm" label={t('brand.takeBack', { name, ground })} onClick={() => onPick(null)}>
            <IconX size={16} />
          </IconButton>
        )}
      </Group>
      {refusal && (
        <Text size="sm" c="var(--atrium-danger)" role="alert">
          {t(`brand.refused.${refusal}`)}
        </Text>
      )}
    </div>
  );
}
